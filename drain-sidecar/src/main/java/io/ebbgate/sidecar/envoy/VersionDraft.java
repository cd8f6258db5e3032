package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.context.ListenerVersion;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One version of a listener while it is being read from a dump. */
final class VersionDraft {
  private final DumpBudget budget;
  private Optional<ListenerDraft> listener = Optional.empty();
  private String version = "";
  private Optional<Instant> updated = Optional.empty();

  VersionDraft(DumpBudget budget) {
    this.budget = budget;
  }

  void read(JsonReader json, String field) throws IOException {
    switch (field) {
      case "version_info" -> version = json.text().orElse("");
      case "last_updated" -> updated = json.text().flatMap(VersionDraft::instant);
      case "listener" -> {
        ListenerDraft draft = new ListenerDraft(budget);
        json.fields(draft::read);
        listener = Optional.of(draft);
      }
      default -> {}
    }
  }

  /** The version; empty where the dump has no listener there. */
  Optional<ListenerVersion> finish(Map<String, List<Integer>> ports, boolean draining)
      throws IOException {
    if (listener.isEmpty()) {
      return Optional.empty();
    }
    budget.text(version);
    return Optional.of(
        new ListenerVersion(
            listener.get().finish(ports), version, updated, draining, listener.get().portUse()));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException notATime) {
      return Optional.empty();
    }
  }
}
