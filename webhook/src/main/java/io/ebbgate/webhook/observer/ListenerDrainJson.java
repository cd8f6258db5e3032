package io.ebbgate.webhook.observer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.context.ListenerDrain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Drains of listeners as JSON: in a sidecar's answer and in an Event's annotation. */
final class ListenerDrainJson {
  /** As many as a sidecar keeps. */
  private static final int MOST = 20;

  private static final int MAX_NESTING = 4;

  private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
              .build());

  private ListenerDrainJson() {}

  /** Reads a sidecar's answer; empty where it is none. */
  static Optional<List<ListenerDrain>> read(String text) {
    try {
      JsonNode drains = JSON.readTree(text).path("drains");
      if (!drains.isArray()) {
        return Optional.empty();
      }
      List<ListenerDrain> read = new ArrayList<>();
      for (JsonNode each : drains) {
        if (each.isObject() && read.size() < MOST) {
          ListenerDrain.read(JSON.convertValue(each, FIELDS)).ifPresent(read::add);
        }
      }
      return Optional.of(List.copyOf(read));
    } catch (JsonProcessingException notOurs) {
      return Optional.empty();
    }
  }

  static String write(List<ListenerDrain> drains) {
    try {
      return JSON.writeValueAsString(drains.stream().map(ListenerDrain::fields).toList());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("Maps, texts and numbers have a JSON form.", impossible);
    }
  }
}
