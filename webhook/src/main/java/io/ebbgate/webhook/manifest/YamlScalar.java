package io.ebbgate.webhook.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Value of a scalar to Kubernetes, which no Java library resolves alike: sigs.k8s.io/yaml over
 * go-yaml v2 ({@code resolve.go}) with Go's strconv.
 *
 * <p>That is YAML 1.1 with {@code y} and {@code on} but without base 60; {@code 0o644} is 420 and
 * {@code 08} is 8.
 *
 * @param tag of the value's type
 */
record YamlScalar(Tag tag, JsonNode value) {
  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> INFINITY = Set.of(".inf", ".Inf", ".INF");
  private static final Set<String> NAN = Set.of(".nan", ".NaN", ".NAN");

  /** Tag of a scalar without quotes or a tag. */
  private static final Tag PLAIN = new Tag("tag:ebbgate.io,2026:plain");

  /** Digits of 64 bits in base 2, and some zeros before them. */
  private static final int MAX_INTEGER_LENGTH = 100;

  /** A decimal stays as it is written up to here; of a longer one a float has other digits. */
  private static final int MAX_DECIMAL_LENGTH = 40;

  private static final int MAX_EXPONENT_LENGTH = 5;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Leaves plain scalars to this class, since SnakeYAML resolves them otherwise than Go. */
  static final class Resolver extends org.yaml.snakeyaml.resolver.Resolver {
    @Override
    public Tag resolve(NodeId kind, String value, boolean implicit) {
      return kind == NodeId.scalar && implicit ? PLAIN : super.resolve(kind, value, false);
    }
  }

  /** Resolves a scalar; empty if the text does not match its tag. */
  static Optional<YamlScalar> of(Tag tag, String text) {
    if (tag.equals(Tag.BINARY)) {
      return binary(text);
    }
    boolean plain = tag.equals(PLAIN);
    boolean real = tag.equals(Tag.FLOAT);
    if (!plain && !real && !Set.of(Tag.BOOL, Tag.INT, Tag.NULL).contains(tag)) {
      return Optional.of(string(text));
    }
    YamlScalar found = plain(text);
    boolean fits = plain || found.tag.equals(tag) || (real && found.tag.equals(Tag.INT));
    return fits ? Optional.of(found) : Optional.empty();
  }

  /** Whether the key's value is merged into the mapping; in quotes it is a key as any other. */
  static boolean isMergeKey(ScalarNode key) {
    boolean merge = key.getTag().equals(PLAIN) || key.getTag().equals(Tag.MERGE);
    return merge && key.getValue().equals("<<");
  }

  /** JSON has no infinity and no NaN. */
  boolean inJson() {
    return !tag.equals(Tag.FLOAT) || Double.isFinite(value.doubleValue());
  }

  /** The scalar as a key in JSON; empty if Kubernetes refuses it. */
  Optional<String> key() {
    if (tag.equals(Tag.NULL) || (tag.equals(Tag.INT) && !value.canConvertToLong())) {
      return Optional.empty();
    }
    return Optional.of(tag.equals(Tag.FLOAT) ? floatKey(value.doubleValue()) : value.asText());
  }

  /**
   * A float as a key: {@code FormatFloat(value, 'g', -1, 32)}, with an exponent from a million on
   * and below a ten-thousandth.
   */
  private static String floatKey(double value) {
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

  private static YamlScalar plain(String text) {
    if (NULL.contains(text)) {
      return new YamlScalar(Tag.NULL, NODES.nullNode());
    }
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return new YamlScalar(Tag.BOOL, NODES.booleanNode(TRUE.contains(text)));
    }
    if (NAN.contains(text) || INFINITY.contains(unsigned(text))) {
      double infinity = text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      return new YamlScalar(
          Tag.FLOAT, NODES.numberNode(NAN.contains(text) ? Double.NaN : infinity));
    }
    return integer(text)
        .map(number -> new YamlScalar(Tag.INT, number))
        .or(() -> real(text).map(number -> new YamlScalar(Tag.FLOAT, number)))
        .orElseGet(() -> string(text));
  }

  private static YamlScalar string(String text) {
    return new YamlScalar(Tag.STR, NODES.textNode(text));
  }

  private static Optional<YamlScalar> binary(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text.replace("\r", "").replace("\n", ""));
      return Optional.of(string(new String(bytes, UTF_8)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  static String unsigned(String text) {
    return text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
  }

  /**
   * An integer of 64 bits, as {@code ParseInt} takes it with base 0 and, if it has no sign, {@code
   * ParseUint}.
   */
  private static Optional<JsonNode> integer(String text) {
    if (text.startsWith("_") || text.length() > MAX_INTEGER_LENGTH) {
      return Optional.empty();
    }
    String number = text.replace("_", "");
    String digits = unsigned(number).toLowerCase(Locale.ROOT);
    boolean zero = digits.startsWith("0") && digits.length() > 1;
    int radix =
        switch (zero ? digits.charAt(1) : '1') {
          case 'x' -> 16;
          case 'b' -> 2;
          default -> zero ? 8 : 10;
        };
    boolean letter = zero && "xbo".indexOf(digits.charAt(1)) >= 0;
    String magnitude = digits.substring(letter ? 2 : 0);
    if (magnitude.isEmpty() || !magnitude.chars().allMatch(c -> isDigit(c, radix))) {
      return Optional.empty();
    }
    BigInteger value = new BigInteger(magnitude, radix);
    boolean signed = digits.length() < number.length();
    value = number.startsWith("-") ? value.negate() : value;
    return value.bitLength() < Long.SIZE + (signed ? 0 : 1)
        ? Optional.of(node(value))
        : Optional.empty();
  }

  /** A number that fits into a float and is not an integer of 64 bits. */
  private static Optional<JsonNode> real(String text) {
    if (text.startsWith("_") || (text.startsWith(".") && !underscoresSeparateDigits(text))) {
      return Optional.empty();
    }
    String number = text.replace("_", "");
    Optional<Double> parsed = parseDouble(number);
    if (parsed.isEmpty() || parsed.get().isInfinite()) {
      return Optional.empty();
    }
    int exponent = Math.max(number.indexOf('e'), number.indexOf('E'));
    if (exponent < 0 && number.indexOf('.') < 0) {
      // 08, or one too long for 64 bits: the float's own digits are read as a float again.
      return Optional.of(node(BigDecimal.valueOf(parsed.get()).toBigInteger()));
    }
    int end = exponent < 0 ? number.length() : exponent;
    boolean small = end <= MAX_DECIMAL_LENGTH && number.length() - end - 1 <= MAX_EXPONENT_LENGTH;
    return Optional.of(
        NODES.numberNode(small ? new BigDecimal(number) : BigDecimal.valueOf(parsed.get())));
  }

  /** Java's decimals are Go's, without {@code 1d}, {@code NaN}, {@code 0x1p4} and spaces. */
  private static Optional<Double> parseDouble(String number) {
    if (!number.chars().allMatch(c -> "0123456789.eE+-".indexOf(c) >= 0)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Double.valueOf(number));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static boolean underscoresSeparateDigits(String text) {
    return IntStream.range(0, text.length())
        .filter(i -> text.charAt(i) == '_')
        .allMatch(i ->
            i + 1 < text.length()
                && isDigit(text.charAt(i - 1), 10)
                && isDigit(text.charAt(i + 1), 10));
  }

  private static boolean isDigit(int character, int radix) {
    return character < 0x80 && Character.digit(character, radix) >= 0;
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
}
