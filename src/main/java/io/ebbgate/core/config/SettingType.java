package io.ebbgate.core.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * The type of a setting's value and its one parser.
 *
 * @param allowed what a value looks like, as the end of a sentence
 * @param parser the value, or empty where the text is none
 */
public record SettingType<T>(String allowed, Function<String, Optional<T>> parser) {
  public static final SettingType<Duration> DURATION =
      new SettingType<>(DurationText.ALLOWED, DurationText::parse);

  public static final SettingType<Optional<Duration>> DURATION_OR_AUTO =
      new SettingType<>("auto, or a duration such as 0s or 30s", text -> durationOr("auto", text));

  public static final SettingType<Optional<Duration>> DURATION_OR_NONE =
      new SettingType<>("none, or a duration such as 15s", text -> durationOr("none", text));

  public static final SettingType<CloseListeners> CLOSE =
      new SettingType<>("never, end, or a duration such as 30s", SettingType::closeListeners);

  public static final SettingType<ForceClose> FORCE =
      new SettingType<>(ForceClose.ALLOWED, ForceClose::named);

  public static final SettingType<Long> COUNT =
      new SettingType<>(
          "a whole number from 0",
          text -> isDecimal(text, 9) ? Optional.of(Long.parseLong(text)) : Optional.empty());

  public static final SettingType<Double> RATE =
      new SettingType<>("a number of connections a second from 0, such as 0.5", SettingType::rate);

  public static final SettingType<HoldUntil> HOLD_UNTIL =
      new SettingType<>(
          "none, condition=TYPE, condition=TYPE:True, or http://127.0.0.1:PORT/PATH",
          HoldUntil::parse);

  public static final SettingType<StopOrder> STOP_ORDER =
      new SettingType<>(StopOrder.ALLOWED, StopOrder::parse);

  public SettingType {
    requireNonNull(allowed);
    requireNonNull(parser);
  }

  /** The value, or empty where the text is none. */
  public Optional<T> parse(String text) {
    return parser.apply(text);
  }

  private static Optional<Optional<Duration>> durationOr(String word, String text) {
    Optional<Duration> duration = DurationText.parse(text);
    return text.equals(word) || duration.isPresent() ? Optional.of(duration) : Optional.empty();
  }

  private static Optional<CloseListeners> closeListeners(String text) {
    return switch (text) {
      case "never" -> Optional.of(new CloseListeners.Never());
      case "end" -> Optional.of(new CloseListeners.AtEnd());
      default -> DurationText.parse(text).map(CloseListeners.After::new);
    };
  }

  private static Optional<Double> rate(String text) {
    int point = text.indexOf('.');
    boolean decimal =
        point < 0
            ? isDecimal(text, 6)
            : isDecimal(text.substring(0, point), 6) && isDecimal(text.substring(point + 1), 6);
    return decimal ? Optional.of(Double.parseDouble(text)) : Optional.empty();
  }

  private static boolean isDecimal(String text, int longest) {
    return !text.isEmpty()
        && text.length() <= longest
        && text.chars().allMatch(SettingType::isDigit);
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }
}
