package io.ebbgate.webhook;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.WebhookEnv;
import java.nio.file.Path;

/** Where the key of pods' tokens is. */
sealed interface TokenConfig {
  /** In a file. */
  record InFile(Path file) implements TokenConfig {
    public InFile {
      requireNonNull(file);
    }
  }

  /** In a Secret, which is created if missing. */
  record InSecret(String name) implements TokenConfig {
    public InSecret {
      requireNonNull(name);
    }
  }

  /** Reads it; a Secret comes first, and the reader keeps the mistakes. */
  static TokenConfig read(SettingReader reader) {
    return reader.text(WebhookEnv.TOKEN_SECRET, "").isEmpty()
        ? new InFile(ConfigText.file(reader, WebhookEnv.TOKEN_KEY_FILE))
        : new InSecret(ConfigText.name(reader, WebhookEnv.TOKEN_SECRET));
  }
}
