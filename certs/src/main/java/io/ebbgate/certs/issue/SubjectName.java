package io.ebbgate.certs.issue;

import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Pattern;

/** A subject alternative name of a server, RFC 5280 §4.2.1.6. */
public sealed interface SubjectName {
  /** A host name in lower case, perhaps with {@code *} as its first label. */
  record Dns(String name) implements SubjectName {
    private static final Pattern FORM =
        Pattern.compile("(\\*\\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9-]{1,63}");
    // A last label of digits only is read as an address by browsers and by the JDK.
    private static final Pattern LAST_LABEL =
        Pattern.compile("(?!\\d+$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?");
    private static final int LONGEST = 253;

    public Dns {
      String last = name.substring(name.lastIndexOf('.') + 1);
      if (name.length() > LONGEST
          || !FORM.matcher(name).matches()
          || !LAST_LABEL.matcher(last).matches()) {
        throw invalid(name);
      }
    }
  }

  /** An IPv4 or IPv6 address without a zone. */
  record Ip(InetAddress address) implements SubjectName {}

  /**
   * Parses {@code localhost}, {@code *.example.com}, {@code 127.0.0.1} or {@code ::1}, without DNS.
   */
  static SubjectName parse(String text) {
    if (text.matches("\\d+(\\.\\d+){3}") || (text.contains(":") && !text.contains("%"))) {
      try {
        return new Ip(InetAddress.ofLiteral(text));
      } catch (IllegalArgumentException noAddress) {
        throw invalid(text);
      }
    }
    return new Dns(text.toLowerCase(Locale.ROOT));
  }

  private static InvalidCertificateException invalid(String text) {
    return new InvalidCertificateException(
        "The name \"%s\" can't be in a certificate; allowed is a host name such as localhost or"
                .formatted(text)
            + " *.example.com, or an address such as 127.0.0.1 or ::1.");
  }
}
