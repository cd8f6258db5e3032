package io.ebbgate.certs.issue;

import java.net.InetAddress;
import java.util.Locale;
import java.util.stream.Stream;

/** A subject alternative name of a server, RFC 5280 §4.2.1.6. */
public sealed interface SubjectName {
  /** A host name in lower case, perhaps with {@code *} as its first label. */
  record Dns(String name) implements SubjectName {
    private static final int LONGEST = 253;
    private static final int LONGEST_LABEL = 63;

    public Dns {
      if (name.length() > LONGEST || !isValid(name)) {
        throw invalid(name);
      }
    }

    private static boolean isValid(String name) {
      String[] labels = (name.startsWith("*.") ? name.substring(2) : name).split("\\.", -1);
      // A last label of digits only is read as an address by browsers and by the JDK.
      return Stream.of(labels).allMatch(Dns::isLabel)
          && !labels[labels.length - 1].chars().allMatch(SubjectName::isDigit);
    }

    private static boolean isLabel(String text) {
      return !text.isEmpty()
          && text.length() <= LONGEST_LABEL
          && !text.startsWith("-")
          && !text.endsWith("-")
          && text.chars().allMatch(Dns::isOfLabel);
    }

    private static boolean isOfLabel(int character) {
      return (character >= 'a' && character <= 'z') || isDigit(character) || character == '-';
    }
  }

  /** An IPv4 or IPv6 address without a zone. */
  record Ip(InetAddress address) implements SubjectName {}

  /**
   * Parses {@code localhost}, {@code *.example.com}, {@code 127.0.0.1} or {@code ::1}, without DNS.
   */
  static SubjectName parse(String text) {
    if (isFourNumbers(text) || (text.contains(":") && !text.contains("%"))) {
      try {
        return new Ip(InetAddress.ofLiteral(text));
      } catch (IllegalArgumentException noAddress) {
        throw invalid(text);
      }
    }
    return new Dns(text.toLowerCase(Locale.ROOT));
  }

  /** Whether it can only be meant as an IPv4 address. */
  static boolean isFourNumbers(CharSequence text) {
    int points = 0;
    boolean digit = false;
    for (int i = 0; i < text.length(); i++) {
      boolean point = text.charAt(i) == '.';
      if (point ? !digit || points == 3 : !isDigit(text.charAt(i))) {
        return false;
      }
      points += point ? 1 : 0;
      digit = !point;
    }
    return digit && points == 3;
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  private static InvalidCertificateException invalid(String text) {
    return new InvalidCertificateException(
        "The name \"%s\" can't be in a certificate; allowed is a host name such as localhost or"
                .formatted(text)
            + " *.example.com, or an address such as 127.0.0.1 or ::1.");
  }
}
