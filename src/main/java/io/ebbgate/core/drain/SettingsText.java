package io.ebbgate.core.drain;

import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.config.SettingType;
import io.ebbgate.core.contract.Setting;
import java.util.function.Function;

/** Reads the settings of a drain from a map of texts: environment, annotations or a profile. */
public final class SettingsText {
  private SettingsText() {}

  /**
   * Reads every setting; mistakes stay with the reader.
   *
   * @param name a setting's name in the reader's source
   */
  public static DrainSettings read(SettingReader reader, Function<Setting, String> name) {
    Source source = new Source(reader, name);
    return new DrainSettings(
        source.value(Setting.DRAIN_TIMEOUT, SettingType.DURATION),
        source.value(Setting.MIN_DRAIN, SettingType.DURATION),
        source.value(Setting.QUIET_PERIOD, SettingType.DURATION),
        source.value(Setting.MAX_ANNOUNCE, SettingType.DURATION),
        source.value(Setting.HOLD_UNTIL, SettingType.HOLD_UNTIL),
        source.value(Setting.IDLE_LINGER, SettingType.DURATION),
        source.value(Setting.UNREADY_AFTER, SettingType.DURATION_OR_AUTO),
        source.value(Setting.BACKGROUND_CONNECTIONS, SettingType.RATE),
        source.value(Setting.CLOSE_LISTENERS, SettingType.CLOSE),
        source.value(Setting.EXIT_CONNECTIONS, SettingType.COUNT),
        source.value(Setting.MAX_GRACE, SettingType.DURATION_OR_NONE),
        source.value(Setting.FORCE_CLOSE, SettingType.FORCE),
        source.value(Setting.SPREAD, SettingType.DURATION),
        source.value(Setting.GATEWAY_EXIT, SettingType.DURATION),
        source.value(Setting.STOP_ORDER, SettingType.STOP_ORDER));
  }

  private record Source(SettingReader reader, Function<Setting, String> name) {
    <T> T value(Setting setting, SettingType<T> type) {
      // By one component: linking a record's equals takes 10 ms of the sidecar's start.
      if (!setting.kind().allowed().equals(type.allowed())) {
        throw new IllegalArgumentException(setting + " is of another type");
      }
      return reader.value(name.apply(setting), setting.fallback(), type.allowed(), type.parser());
    }
  }
}
