package io.ebbgate.webhook.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as go-yaml v2 finds them in a plain scalar ({@code resolve.go}), with Go's strconv. */
final class GoNumber {
  /** What {@code ParseInt} takes with base 0, where a zero at the beginning means octal. */
  private static final Pattern WHOLE =
      Pattern.compile(
          "(?<sign>[-+]?)(?:0[xX](?<hex>[0-9a-fA-F]+)|0[oO]?(?<octal>[0-7]+)|0[bB](?<binary>[01]+)"
              + "|(?<decimal>0|[1-9][0-9]*))");

  private static final Pattern REAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  private static final Pattern BETWEEN_DIGITS = Pattern.compile("(?<=[0-9])_(?=[0-9])");

  /** Stays as it is written; of a longer one a float has other digits anyhow. */
  private static final Pattern SHORT = Pattern.compile("[^eE]{1,40}([eE].{1,5})?");

  /** Digits of 64 bits in base 2, and some zeros before them. */
  private static final int LONGEST = 100;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private GoNumber() {}

  /** A whole number of 64 bits, which without a sign has them all for itself. */
  static Optional<JsonNode> whole(String text) {
    Matcher matcher = WHOLE.matcher(text.replace("_", ""));
    if (text.startsWith("_") || text.length() > LONGEST || !matcher.matches()) {
      return Optional.empty();
    }
    String sign = matcher.group("sign");
    BigInteger magnitude = magnitude(matcher);
    BigInteger value = sign.equals("-") ? magnitude.negate() : magnitude;
    return value.bitLength() < Long.SIZE + (sign.isEmpty() ? 1 : 0)
        ? Optional.of(node(value))
        : Optional.empty();
  }

  private static BigInteger magnitude(Matcher matcher) {
    if (matcher.group("hex") != null) {
      return new BigInteger(matcher.group("hex"), 16);
    }
    if (matcher.group("octal") != null) {
      return new BigInteger(matcher.group("octal"), 8);
    }
    return matcher.group("binary") != null
        ? new BigInteger(matcher.group("binary"), 2)
        : new BigInteger(matcher.group("decimal"));
  }

  /** A number that fits into a float, and no whole one. */
  static Optional<JsonNode> real(String text) {
    String digits =
        text.startsWith(".") ? BETWEEN_DIGITS.matcher(text).replaceAll("") : text.replace("_", "");
    if (text.startsWith("_") || !REAL.matcher(digits).matches()) {
      return Optional.empty();
    }
    double value = Double.parseDouble(digits);
    return Double.isInfinite(value) ? Optional.empty() : Optional.of(real(digits, value));
  }

  private static JsonNode real(String digits, double value) {
    if (digits.matches("[-+0-9]*\\.?")) {
      // 08, or one too long for 64 bits: the float's own digits are read as a float again.
      return node(BigDecimal.valueOf(value).toBigInteger());
    }
    return SHORT.matcher(digits).matches()
        ? NODES.numberNode(new BigDecimal(digits))
        : NODES.numberNode(BigDecimal.valueOf(value));
  }

  /** The kind of node that a JSON parser makes of it: Jackson's 1 is not equal to its 1L. */
  private static JsonNode node(BigInteger value) {
    if (value.bitLength() < Integer.SIZE) {
      return NODES.numberNode(value.intValue());
    }
    return value.bitLength() < Long.SIZE
        ? NODES.numberNode(value.longValue())
        : NODES.numberNode(value);
  }

  /**
   * What a float is called as a key: {@code FormatFloat(value, 'g', -1, 32)}, with an exponent from
   * a million on and below a ten-thousandth.
   */
  static String name(double value) {
    float single = (float) value;
    if (Float.isInfinite(single) || Float.isNaN(single)) {
      return Float.isNaN(single) ? ".nan" : single > 0 ? ".inf" : "-.inf";
    }
    BigDecimal number = new BigDecimal(Float.toString(single)).stripTrailingZeros();
    int exponent = number.precision() - number.scale() - 1;
    if (number.signum() == 0 || (exponent >= -4 && exponent < 6)) {
      return number.toPlainString();
    }
    String digits = number.movePointLeft(exponent).stripTrailingZeros().toPlainString();
    return "%se%s%02d".formatted(digits, exponent < 0 ? "-" : "+", Math.abs(exponent));
  }
}
