package io.ebbgate.core.config;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** Where a drain hears that the load balancer has let go of the pod. */
public sealed interface HoldUntil {
  /** Nowhere: the drain goes by its times alone. */
  record Unset() implements HoldUntil {}

  /**
   * A condition of the pod, set by the load balancer's controller.
   *
   * @param type of the condition, such as {@code target-health.elbv2.k8s.aws/shop}
   * @param released the status that says that the load balancer has let go
   */
  record Condition(String type, boolean released) implements HoldUntil {
    public Condition {
      requireNonNull(type);
    }
  }

  /**
   * A check within the pod. Status 200 says that the load balancer still has the pod; 404, 410 and
   * 503 say that it has let go.
   *
   * @param address a literal one, of this host
   * @param path with its query
   */
  record Check(HostPort address, String path) implements HoldUntil {
    public Check {
      requireNonNull(address);
      requireNonNull(path);
    }
  }

  /** The longest type of a condition: a DNS name, a slash and a name. */
  int LONGEST_TYPE = 253 + 1 + 63;

  int LONGEST_PATH = 256;

  /** The value, or empty where the text is none. */
  static Optional<HoldUntil> parse(String text) {
    if (text.isEmpty() || text.equals("none")) {
      return Optional.of(new Unset());
    }
    TextCursor cursor = new TextCursor(text);
    if (cursor.skip("condition=")) {
      String type = cursor.take(HoldUntil::isOfType);
      boolean released = cursor.skip(":True");
      boolean form = released || cursor.skip(":False") || cursor.atEnd();
      return form && cursor.atEnd() && isType(type)
          ? Optional.of(new Condition(type, released))
          : Optional.empty();
    }
    if (!cursor.skip("http://")) {
      return Optional.empty();
    }
    Optional<HostPort> address = HostPort.parse(cursor.take(letter -> letter != '/'));
    String path = cursor.take(HoldUntil::isOfPath);
    return cursor.atEnd() && !path.isEmpty() && path.length() <= LONGEST_PATH
        ? address.filter(HoldUntil::isThisHost).map(host -> new Check(host, path))
        : Optional.empty();
  }

  /** A name would be resolved, and may lead out of the pod. */
  private static boolean isThisHost(HostPort address) {
    return address.port() != 0 && address.isLoopback() && !address.host().equals("localhost");
  }

  private static boolean isType(String type) {
    int slash = type.indexOf('/');
    return !type.isEmpty()
        && type.length() <= LONGEST_TYPE
        && slash == type.lastIndexOf('/')
        && isLetterOrDigit(type.charAt(0))
        && isLetterOrDigit(type.charAt(type.length() - 1));
  }

  private static boolean isOfType(int letter) {
    return isLetterOrDigit(letter) || "-_./".indexOf(letter) >= 0;
  }

  /** Nothing that Kubernetes expands in an environment variable, and nothing that ends a line. */
  private static boolean isOfPath(int letter) {
    return isLetterOrDigit(letter) || "/-_.~%?&=:@+,;".indexOf(letter) >= 0;
  }

  private static boolean isLetterOrDigit(int letter) {
    return TextCursor.isDigit(letter)
        || (letter >= 'a' && letter <= 'z')
        || (letter >= 'A' && letter <= 'Z');
  }
}
