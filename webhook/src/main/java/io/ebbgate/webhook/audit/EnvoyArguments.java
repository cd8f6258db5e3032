package io.ebbgate.webhook.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container's command and arguments, each with its place. An argument with blanks stands for
 * several, as some manifests have it.
 */
record EnvoyArguments(List<Observation> words, Map<String, String> env) {
  private static final String DRAIN_TIME = "--drain-time-s";
  private static final String STRATEGY = "--drain-strategy";

  EnvoyArguments {
    words = List.copyOf(words);
    env = Map.copyOf(env);
  }

  static EnvoyArguments of(JsonNode container, String path, Map<String, String> env) {
    List<Observation> words = new ArrayList<>();
    for (String list : List.of("command", "args")) {
      int index = 0;
      for (JsonNode each : container.path(list)) {
        String place = path + "." + list + "[" + index++ + "]";
        String text = each.asText();
        if (text.indexOf('\n') >= 0) {
          words.add(new Observation(place, text));
        } else {
          for (String word : text.split(" ", -1)) {
            if (!word.isEmpty()) {
              words.add(new Observation(place, word));
            }
          }
        }
      }
    }
    return new EnvoyArguments(words, env);
  }

  /** The value of an option, {@code --name value} or {@code --name=value}, with its place. */
  Optional<Observation> option(String name) {
    for (int i = 0; i < words.size(); i++) {
      Observation each = words.get(i);
      if (each.value().startsWith(name + "=")) {
        return Optional.of(
            new Observation(each.path(), resolved(each.value().substring(name.length() + 1))));
      }
      if (each.value().equals(name) && i + 1 < words.size()) {
        return Optional.of(
            new Observation(words.get(i + 1).path(), resolved(words.get(i + 1).value())));
      }
    }
    return Optional.empty();
  }

  boolean has(String word) {
    return words.stream().anyMatch(each -> each.value().equals(word));
  }

  /** {@code $(NAME)} is replaced by the kubelet. */
  private String resolved(String value) {
    return value.startsWith("$(") && value.endsWith(")")
        ? env.getOrDefault(value.substring(2, value.length() - 1), value)
        : value;
  }

  /** {@code --drain-time-s}, where the pod names it. */
  Optional<Observation> drainTime() {
    return option(DRAIN_TIME);
  }

  /** {@code --drain-strategy}, where the pod names it. */
  Optional<Observation> strategy() {
    return option(STRATEGY);
  }

  /** The seconds of an option's value, where they are a number. */
  static Optional<Duration> seconds(Observation value) {
    String digits = value.value();
    boolean number = !digits.isEmpty() && digits.length() < 7;
    return number && digits.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Optional.of(Duration.ofSeconds(Long.parseLong(digits)))
        : Optional.empty();
  }

  /** Variables of a container that have their value in the pod. */
  static Map<String, String> env(JsonNode container) {
    Map<String, String> env = new HashMap<>();
    for (JsonNode each : container.path("env")) {
      if (each.path("value").isValueNode() && !each.path("value").isNull()) {
        env.put(each.path("name").asText(), each.path("value").asText());
      }
    }
    return env;
  }
}
