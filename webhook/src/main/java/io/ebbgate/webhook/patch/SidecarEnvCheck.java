package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.config.ConfigProblem;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.drain.PodTerms;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the sidecar accepts its environment: with one invalid value it exits with 64, and a
 * native sidecar then keeps the gateway from starting.
 */
final class SidecarEnvCheck {
  private SidecarEnvCheck() {}

  /** The first value that it would reject, as a sentence. */
  static Optional<String> problem(JsonNode pod) {
    return Tree.sidecar(pod).stream()
        .flatMap(sidecar -> problems(sidecar.path("env")).stream())
        .findFirst()
        .map(problem -> "the sidecar would not start: " + withoutFullStop(problem.sentence()));
  }

  private static String withoutFullStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  private static List<ConfigProblem> problems(JsonNode env) {
    Map<String, String> variables = new HashMap<>();
    for (JsonNode variable : Tree.objects(env)) {
      variables.put(variable.path("name").asText(), variable.path("value").asText());
    }
    SettingReader reader = new SettingReader(variables);
    PodTerms.read(reader);
    return reader.problems();
  }
}
