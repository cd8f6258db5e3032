package io.ebbgate.core.drain;

import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.drain.DrainSettings.CloseListeners;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The settings of a drain as text, by whatever names they have: environment or annotations. */
public final class SettingsText {
  /** What a container of {@code stop-order} is given to leave; 20 to 100 ms were measured. */
  private static final Duration EXIT = Duration.ofSeconds(1);

  private static final Pattern STOPPING =
      Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?:[1-9][0-9]{0,4}");

  private SettingsText() {}

  /**
   * Reads every setting; mistakes stay with the reader.
   *
   * @param name what a setting is called in the reader's source
   */
  public static DrainSettings read(SettingReader reader, Function<Setting, String> name) {
    Source source = new Source(reader, name);
    source.value(Setting.SPREAD, DurationText::parse);
    source.value(Setting.FORCE_CLOSE, SettingsText::force);
    return new DrainSettings(
        source.value(Setting.DRAIN_TIMEOUT, DurationText::parse),
        source.value(Setting.MIN_DRAIN, DurationText::parse),
        source.value(Setting.QUIET_PERIOD, DurationText::parse),
        source.value(Setting.MAX_ANNOUNCE, DurationText::parse),
        source.value(Setting.IDLE_LINGER, DurationText::parse),
        source.value(Setting.UNREADY_AFTER, text -> unless("auto", text)),
        source.value(Setting.BACKGROUND_CONNECTIONS, SettingsText::rate),
        source.value(Setting.CLOSE_LISTENERS, SettingsText::close),
        source.value(Setting.EXIT_CONNECTIONS, SettingsText::count),
        source.value(Setting.MAX_GRACE, text -> unless("none", text)),
        source.value(Setting.GATEWAY_EXIT, DurationText::parse),
        EXIT.multipliedBy(source.value(Setting.STOP_ORDER, SettingsText::stopping).size()));
  }

  /** Whether a text is a value of this setting. */
  public static boolean reads(Setting setting, String text) {
    SettingReader reader = new SettingReader(Map.of(setting.wireName(), text));
    read(reader, Setting::wireName);
    return reader.problems().isEmpty();
  }

  private record Source(SettingReader reader, Function<Setting, String> name) {
    <T> T value(Setting setting, Function<String, Optional<T>> parse) {
      return reader.value(name.apply(setting), setting.fallback(), setting.kind().allowed(), parse);
    }
  }

  private static Optional<Optional<Duration>> unless(String word, String text) {
    Optional<Duration> duration = DurationText.parse(text);
    return text.equals(word) || duration.isPresent() ? Optional.of(duration) : Optional.empty();
  }

  private static Optional<Double> rate(String text) {
    return text.matches("\\d{1,6}(\\.\\d{1,6})?")
        ? Optional.of(Double.parseDouble(text))
        : Optional.empty();
  }

  private static Optional<Long> count(String text) {
    return text.matches("\\d{1,9}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  private static Optional<String> force(String text) {
    return List.of("off", "tcp", "all").contains(text) ? Optional.of(text) : Optional.empty();
  }

  private static Optional<CloseListeners> close(String text) {
    return switch (text) {
      case "never" -> Optional.of(new CloseListeners.Never());
      case "end" -> Optional.of(new CloseListeners.AtEnd());
      default -> DurationText.parse(text).map(CloseListeners.After::new);
    };
  }

  private static Optional<List<String>> stopping(String text) {
    List<String> parts = text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    boolean good =
        parts.stream()
            .allMatch(part ->
                STOPPING.matcher(part).matches()
                    && Integer.parseInt(part.substring(part.indexOf(':') + 1)) <= 65_535);
    return good ? Optional.of(parts) : Optional.empty();
  }
}
