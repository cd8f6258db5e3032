package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** Amounts of a resource as Kubernetes writes them: {@code 1}, {@code 500m}, {@code 64Mi}. */
final class Quantity {
  /** Digits before a point, and after it; twice as many without one. */
  private static final int MOST_DIGITS = 20;

  /** Sign, digits, point, digits, sign and digits of an exponent. */
  private static final int LONGEST = 1 + MOST_DIGITS + 1 + MOST_DIGITS + 4;

  private static final Map<String, Integer> DECIMAL =
      Map.ofEntries(
          Map.entry("n", -9),
          Map.entry("u", -6),
          Map.entry("m", -3),
          Map.entry("", 0),
          Map.entry("k", 3),
          Map.entry("M", 6),
          Map.entry("G", 9),
          Map.entry("T", 12),
          Map.entry("P", 15),
          Map.entry("E", 18));

  private static final Map<String, Integer> BINARY =
      Map.of("Ki", 10, "Mi", 20, "Gi", 30, "Ti", 40, "Pi", 50, "Ei", 60);

  private Quantity() {}

  /** The amount, in units of its own; empty where there is none. */
  static Optional<BigDecimal> of(JsonNode node) {
    String text = node.asText();
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    int begin = afterSign(text, 0);
    int point = afterDigits(text, begin);
    boolean decimal = point < text.length() && text.charAt(point) == '.';
    int end = decimal ? afterDigits(text, point + 1) : point;
    int fraction = decimal ? end - point - 1 : 0;
    int whole = point - begin;
    boolean many = whole > (decimal ? MOST_DIGITS : 2 * MOST_DIGITS) || fraction > MOST_DIGITS;
    if (many || whole + fraction == 0) {
      return Optional.empty();
    }
    return scaled(new BigDecimal(text.substring(0, end)), text.substring(end));
  }

  private static Optional<BigDecimal> scaled(BigDecimal number, String suffix) {
    if (BINARY.containsKey(suffix)) {
      return Optional.of(number.multiply(BigDecimal.TWO.pow(BINARY.get(suffix))));
    }
    return Optional.ofNullable(DECIMAL.get(suffix))
        .or(() -> exponent(suffix))
        .map(number::scaleByPowerOfTen);
  }

  /** {@code e3} or {@code E-12}: at most two digits. */
  private static Optional<Integer> exponent(String suffix) {
    if (!suffix.startsWith("e") && !suffix.startsWith("E")) {
      return Optional.empty();
    }
    int begin = afterSign(suffix, 1);
    int many = afterDigits(suffix, begin) - begin;
    return (many == 1 || many == 2) && begin + many == suffix.length()
        ? Optional.of(Integer.parseInt(suffix.substring(1)))
        : Optional.empty();
  }

  private static int afterSign(String text, int from) {
    boolean sign = from < text.length() && (text.charAt(from) == '-' || text.charAt(from) == '+');
    return sign ? from + 1 : from;
  }

  private static int afterDigits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  /** Whether both are the same amount, however they are written. */
  static boolean same(JsonNode one, JsonNode other) {
    Optional<BigDecimal> amount = of(one);
    return amount.isPresent()
        && of(other).filter(each -> each.compareTo(amount.get()) == 0).isPresent();
  }
}
