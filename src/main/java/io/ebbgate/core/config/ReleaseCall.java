package io.ebbgate.core.config;

import java.util.Optional;

/**
 * A POST to a program beside Envoy, made before the gateway is released, so that the program
 * needn't wait when it is stopped: {@code 127.0.0.1:15020/drain}.
 *
 * @param path with its query
 */
public record ReleaseCall(int port, String path) {
  /** For messages. */
  public static final String ALLOWED = "127.0.0.1:port/path such as 127.0.0.1:15020/drain";

  private static final String HOST = "127.0.0.1:";
  private static final int LONGEST = 256;

  /** Empty where the text is no such call. */
  public static Optional<ReleaseCall> parse(String text) {
    int slash = text.indexOf('/');
    if (!text.startsWith(HOST) || slash < 0 || text.length() > LONGEST) {
      return Optional.empty();
    }
    String path = text.substring(slash);
    boolean printable = path.chars().allMatch(each -> each > ' ' && each < 0x7f);
    return HostPort.parsePort(text.substring(HOST.length(), slash))
        .filter(port -> port > 0 && printable)
        .map(port -> new ReleaseCall(port, path));
  }
}
