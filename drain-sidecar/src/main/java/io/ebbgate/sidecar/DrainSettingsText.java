package io.ebbgate.sidecar;

import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.drain.DrainSettings;
import io.ebbgate.core.drain.DrainSettings.CloseListeners;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The settings of {@link Setting}, read from their environment names. */
final class DrainSettingsText {
  /** What a container of {@code stop-order} is given to leave; 20 to 100 ms were measured. */
  private static final Duration EXIT = Duration.ofSeconds(1);

  private static final Pattern CONTAINER = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private DrainSettingsText() {}

  static DrainSettings read(SettingReader reader) {
    value(reader, Setting.SPREAD, DurationText::parse);
    return new DrainSettings(
        value(reader, Setting.DRAIN_TIMEOUT, DurationText::parse),
        value(reader, Setting.MIN_DRAIN, DurationText::parse),
        value(reader, Setting.QUIET_PERIOD, DurationText::parse),
        value(reader, Setting.MAX_ANNOUNCE, DurationText::parse),
        value(reader, Setting.IDLE_LINGER, DurationText::parse),
        value(reader, Setting.UNREADY_AFTER, text -> unless("auto", text)),
        value(reader, Setting.BACKGROUND_CONNECTIONS, DrainSettingsText::rate),
        value(reader, Setting.CLOSE_LISTENERS, DrainSettingsText::close),
        value(reader, Setting.EXIT_CONNECTIONS, DrainSettingsText::count),
        value(reader, Setting.MAX_GRACE, text -> unless("none", text)),
        value(reader, Setting.GATEWAY_EXIT, DurationText::parse),
        EXIT.multipliedBy(value(reader, Setting.STOP_ORDER, DrainSettingsText::names).size()));
  }

  /** Whether connections are to be closed by force, which this program can't do yet. */
  static boolean forceCloseAsked(SettingReader reader) {
    return value(
        reader,
        Setting.FORCE_CLOSE,
        text ->
            switch (text) {
              case "off" -> Optional.of(false);
              case "tcp", "all" -> Optional.of(true);
              default -> Optional.empty();
            });
  }

  private static <T> T value(
      SettingReader reader, Setting setting, Function<String, Optional<T>> parse) {
    return reader.value(setting.env(), setting.fallback(), setting.kind().allowed(), parse);
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

  private static Optional<CloseListeners> close(String text) {
    return switch (text) {
      case "never" -> Optional.of(new CloseListeners.Never());
      case "end" -> Optional.of(new CloseListeners.AtEnd());
      default -> DurationText.parse(text).map(CloseListeners.After::new);
    };
  }

  private static Optional<List<String>> names(String text) {
    List<String> parts = text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    boolean good =
        parts.stream()
            .allMatch(part -> {
              int colon = part.indexOf(':');
              return colon > 0
                  && CONTAINER.matcher(part.substring(0, colon)).matches()
                  && ProbeText.ports(part.substring(colon + 1))
                      .filter(ports -> ports.size() == 1)
                      .isPresent();
            });
    return good ? Optional.of(parts) : Optional.empty();
  }
}
