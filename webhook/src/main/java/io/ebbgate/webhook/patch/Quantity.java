package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of a resource as Kubernetes writes them: {@code 1}, {@code 500m}, {@code 64Mi}. */
final class Quantity {
  private static final Pattern FORM =
      Pattern.compile(
          "([+-]?(?:\\d{1,20}\\.?\\d{0,20}|\\.\\d{1,20}))(?:([a-zA-Z]{0,2})|[eE]([+-]?\\d{1,2}))");

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
    Matcher matcher = FORM.matcher(node.asText());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    String suffix = matcher.group(2);
    if (suffix == null) {
      return Optional.of(number.scaleByPowerOfTen(Integer.parseInt(matcher.group(3))));
    }
    if (BINARY.containsKey(suffix)) {
      return Optional.of(number.multiply(BigDecimal.TWO.pow(BINARY.get(suffix))));
    }
    return Optional.ofNullable(DECIMAL.get(suffix)).map(number::scaleByPowerOfTen);
  }

  /** Whether both are the same amount, however they are written. */
  static boolean same(JsonNode one, JsonNode other) {
    Optional<BigDecimal> amount = of(one);
    return amount.isPresent()
        && of(other).filter(each -> each.compareTo(amount.get()) == 0).isPresent();
  }
}
