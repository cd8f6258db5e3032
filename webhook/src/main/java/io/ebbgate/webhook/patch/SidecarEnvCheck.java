package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.config.ConfigProblem;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.drain.PodTerms;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the sidecar reads what it is told: one value that it refuses and it ends with 64, and a
 * native one keeps the gateway from starting.
 */
final class SidecarEnvCheck {
  private SidecarEnvCheck() {}

  /** The first value that it would refuse, as a sentence. */
  static Optional<String> problem(JsonNode pod) {
    return Tree.containers(pod).stream()
        .filter(each -> each.path("name").asText().equals(Containers.SIDECAR))
        .map(each -> problems(each.path("env")))
        .flatMap(List::stream)
        .findFirst()
        .map(
            problem -> "the sidecar would not start: " + problem.sentence().replaceAll("\\.$", ""));
  }

  private static List<ConfigProblem> problems(JsonNode env) {
    Map<String, String> told = new HashMap<>();
    for (JsonNode variable : Tree.objects(env)) {
      told.put(variable.path("name").asText(), variable.path("value").asText());
    }
    SettingReader reader = new SettingReader(told);
    PodTerms.read(reader);
    return reader.problems();
  }
}
