package io.ebbgate.system.chart;

import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.drain.SettingsText;
import java.util.Map;

/** The chart's names of the settings' defaults, and what the program makes of them. */
final class DefaultValue {
  private DefaultValue() {}

  /** {@code drain-timeout} is {@code drainTimeout}. */
  static String value(Setting setting) {
    StringBuilder name = new StringBuilder();
    boolean large = false;
    for (char letter : setting.wireName().toCharArray()) {
      if (letter != '-') {
        name.append(large ? Character.toUpperCase(letter) : letter);
      }
      large = letter == '-';
    }
    return name.toString();
  }

  /** Whether the program would start with it. */
  static boolean isReadable(Setting setting, String text) {
    SettingReader reader = new SettingReader(Map.of(setting.env(), text));
    var _ = SettingsText.read(reader, Setting::env);
    try {
      reader.finish();
      return true;
    } catch (ConfigException _) {
      return false;
    }
  }
}
