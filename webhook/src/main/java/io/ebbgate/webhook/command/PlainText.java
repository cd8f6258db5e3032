package io.ebbgate.webhook.command;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Texts that need no quotes in block style: every reader of YAML 1.1 and of YAML 1.2 takes them for
 * texts, and for the same ones. Where libraries differ the answer is no.
 */
final class PlainText {
  /** Truths, nothing, no number, a merge and the default value, in lower case. */
  private static final Set<String> WORDS =
      Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null", "~", "<<", "=");

  private static final Pattern NO_NUMBER = Pattern.compile("(?i)[-+]?\\.?(nan|inf|infinity)");

  /** What begins something else than a plain text (YAML 1.2, 5.3), and what cuts a document. */
  private static final Pattern INDICATOR =
      Pattern.compile("[ ,\\[\\]{}#&*!|>'\"%@`?:]|-( |\\z)|---|\\.\\.\\.");

  /** What ends a plain text: a key's colon, a comment; a space there is lost. */
  private static final Pattern END = Pattern.compile(": | #|[: ]\\z");

  private static final Pattern LIKE_A_NUMBER = Pattern.compile("[-+]?[0-9._,]");

  /** In no number, time or date of any reader, whatever its base, mark or unit. */
  private static final Pattern UNLIKE = Pattern.compile("[^-+0-9a-fA-FiIlLnNoOpPtTxXzZ_.,: ]");

  /** An address or a version, perhaps with a port: two points are in no number. */
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9}){2,5}(:[0-9]{1,5})?");

  private PlainText() {}

  static boolean is(String text) {
    return !text.isEmpty()
        && text.codePoints().allMatch(PlainText::visible)
        && !INDICATOR.matcher(text).lookingAt()
        && !END.matcher(text).find()
        && !WORDS.contains(text.toLowerCase(Locale.ROOT))
        && !NO_NUMBER.matcher(text).matches()
        && !maybeNumber(text);
  }

  private static boolean visible(int point) {
    return ScalarText.printable(point) && (point == ' ' || !Character.isSpaceChar(point));
  }

  private static boolean maybeNumber(String text) {
    return LIKE_A_NUMBER.matcher(text).lookingAt()
        && !UNLIKE.matcher(text).find()
        && !ADDRESS.matcher(text).matches();
  }
}
