package io.ebbgate.core.config;

import java.util.Map;
import java.util.Optional;

/**
 * An amount of a resource, in the form of Kubernetes' quantities that people write for a container.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/">Resource
 *     management</a>
 */
public final class ResourceAmount {
  private static final int MOST_DIGITS = 9;
  private static final int MOST_DECIMALS = 3;
  private static final int MILLI = 1_000;

  private static final Map<String, Long> BYTES =
      Map.of(
          "", 1L,
          "k", 1_000L,
          "M", 1_000_000L,
          "G", 1_000_000_000L,
          "Ki", 1L << 10,
          "Mi", 1L << 20,
          "Gi", 1L << 30);

  private ResourceAmount() {}

  /** Thousandths of a processor, at least one: {@code 50m}, {@code 0.5}, {@code 2}. */
  public static Optional<Long> cpu(String text) {
    Optional<Long> amount =
        text.endsWith("m") ? whole(text.substring(0, text.length() - 1)) : processors(text);
    return amount.filter(each -> each > 0);
  }

  /** Bytes, at least one: {@code 64Mi}, {@code 64M}; {@code 64m} would be a fraction of one. */
  public static Optional<Long> bytes(String text) {
    int end = digits(text);
    return whole(text.substring(0, end))
        .flatMap(number ->
            Optional.ofNullable(BYTES.get(text.substring(end))).map(unit -> number * unit))
        .filter(each -> each > 0);
  }

  private static Optional<Long> processors(String text) {
    int point = text.indexOf('.');
    if (point < 0) {
      return whole(text).map(each -> each * MILLI);
    }
    String decimals = text.substring(point + 1);
    if (decimals.length() > MOST_DECIMALS) {
      return Optional.empty();
    }
    return whole(text.substring(0, point))
        .flatMap(number ->
            whole(decimals)
                .map(_ ->
                    number * MILLI
                        + Long.parseLong((decimals + "00").substring(0, MOST_DECIMALS))));
  }

  private static Optional<Long> whole(String text) {
    return !text.isEmpty() && text.length() <= MOST_DIGITS && digits(text) == text.length()
        ? Optional.of(Long.parseLong(text))
        : Optional.empty();
  }

  private static int digits(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }
}
