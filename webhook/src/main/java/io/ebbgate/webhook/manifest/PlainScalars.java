package io.ebbgate.webhook.manifest;

import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * Strings that need no quotes in block style because every reader of YAML 1.1 and 1.2 takes them
 * for the same strings; Jackson's own checker knows its own reader's words and numbers only.
 */
final class PlainScalars extends StringQuotingChecker {
  private static final long serialVersionUID = 1L;

  /** Booleans, null, merge key and default value, in lower case. */
  private static final Set<String> WORDS =
      Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null", "~", "<<", "=");

  private static final Set<String> NOT_FINITE =
      Set.of("nan", "inf", "infinity", ".nan", ".inf", ".infinity");

  /** What begins something else than a plain scalar (YAML 1.2, 5.3); a dash may begin one. */
  private static final String INDICATORS = " ,[]{}#&*!|>'\"%@`?:";

  /** Characters of numbers, times and dates in all readers, whatever base, mark or unit. */
  private static final String OF_NUMBERS = "-+0123456789aAbBcCdDeEfFiIlLnNoOpPtTxXzZ_.,: ";

  @Override
  public boolean needToQuoteName(String name) {
    return !isPlain(name);
  }

  @Override
  public boolean needToQuoteValue(String value) {
    return !isPlain(value);
  }

  private static boolean isPlain(String text) {
    return !text.isEmpty()
        && text.codePoints().allMatch(PlainScalars::isVisible)
        && !startsOtherwise(text)
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.endsWith(":")
        && !text.endsWith(" ")
        && !WORDS.contains(text.toLowerCase(Locale.ROOT))
        && !NOT_FINITE.contains(YamlScalar.unsigned(text).toLowerCase(Locale.ROOT))
        && (!mayBeNumber(text) || isAddress(text));
  }

  private static boolean startsOtherwise(String text) {
    return INDICATORS.indexOf(text.charAt(0)) >= 0
        || text.equals("-")
        || text.startsWith("- ")
        || text.startsWith("---")
        || text.startsWith("...");
  }

  private static boolean mayBeNumber(String text) {
    String rest = YamlScalar.unsigned(text);
    return !rest.isEmpty()
        && "0123456789._,".indexOf(rest.charAt(0)) >= 0
        && text.chars().allMatch(c -> OF_NUMBERS.indexOf(c) >= 0);
  }

  /** An address or a version, perhaps with a port: no number has two points. */
  private static boolean isAddress(String text) {
    int colon = text.indexOf(':');
    String[] parts = text.substring(0, colon < 0 ? text.length() : colon).split("\\.", -1);
    return parts.length >= 3
        && parts.length <= 6
        && (colon < 0 || isDigits(text.substring(colon + 1), 5))
        && Arrays.stream(parts).allMatch(part -> isDigits(part, 9));
  }

  private static boolean isDigits(String text, int most) {
    return !text.isEmpty()
        && text.length() <= most
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean isVisible(int point) {
    return isPrintable(point) && (point == ' ' || !Character.isSpaceChar(point));
  }

  /** Whether a character is printable and no line end for any YAML. */
  static boolean isPrintable(int point) {
    boolean control = point < 0x20 || (point >= 0x7f && point <= 0x9f);
    boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    return switch (point) {
      case 0x2028, 0x2029, 0xfeff, 0xfffe, 0xffff -> false;
      default -> !control && !surrogate;
    };
  }
}
