package io.ebbgate.tool.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The fields of a request for a run, each read on its own with a message for its mistake. */
record RequestFields(JsonNode json, InetAddress host) {
  static final String PORT = "a port from 1 to 65535";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final List<String> ALLOWED =
      List.of("host", "http", "tls", "tcp", "rate", "kinds", "sessionSeconds", "keep");

  static RequestFields of(String text) throws InvalidRequestException {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JsonProcessingException broken) {
      throw new InvalidRequestException(
          "The body is no JSON (%s); allowed is one object."
              .formatted(broken.getOriginalMessage()));
    }
    if (!json.isObject()) {
      throw new InvalidRequestException("The body is no JSON object; allowed is one object.");
    }
    for (var field : json.properties()) {
      if (!ALLOWED.contains(field.getKey())) {
        throw new InvalidRequestException(
            "The field '%s' is unknown; allowed are %s."
                .formatted(field.getKey(), String.join(", ", ALLOWED)));
      }
    }
    return new RequestFields(json, host(json));
  }

  /** A port of the host, empty where the field is absent. */
  Optional<InetSocketAddress> address(String name) throws InvalidRequestException {
    if (!json.has(name)) {
      return Optional.empty();
    }
    return Optional.of(new InetSocketAddress(host, whole(name, 1, 65_535, PORT)));
  }

  /** A number, empty where the field is absent. */
  Optional<Integer> number(String name, int least, int most) throws InvalidRequestException {
    if (!json.has(name)) {
      return Optional.empty();
    }
    return Optional.of(whole(name, least, most, whole(least, most)));
  }

  Optional<Set<Kind>> kinds() throws InvalidRequestException {
    if (!json.has("kinds")) {
      return Optional.empty();
    }
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (JsonNode each : json.path("kinds")) {
      Optional<Kind> kind = Kind.named(each.asText());
      if (kind.isEmpty()) {
        throw mistake("kinds", someKinds());
      }
      kinds.add(kind.get());
    }
    if (kinds.isEmpty() || !json.path("kinds").isArray()) {
      throw mistake("kinds", someKinds());
    }
    return Optional.of(kinds);
  }

  Retention retention() throws InvalidRequestException {
    String name = json.has("keep") ? json.path("keep").asText() : Retention.ALL.wireName();
    return Retention.named(name).orElseThrow(() -> mistake("keep", "\"all\" or \"failures\""));
  }

  InvalidRequestException mistake(String name, String allowed) {
    return mistake(json, name, allowed);
  }

  static String whole(int least, int most) {
    return "a whole number from %d to %d".formatted(least, most);
  }

  private int whole(String name, int least, int most, String allowed)
      throws InvalidRequestException {
    JsonNode value = json.path(name);
    if (!value.canConvertToInt()
        || !value.isIntegralNumber()
        || value.asInt() < least
        || value.asInt() > most) {
      throw mistake(name, allowed);
    }
    return value.asInt();
  }

  private static InetAddress host(JsonNode json) throws InvalidRequestException {
    String allowed = "an address, or a name that has one";
    String name = json.path("host").asText();
    if (name.isBlank()) {
      throw mistake(json, "host", allowed);
    }
    try {
      return InetAddress.getAllByName(name)[0];
    } catch (UnknownHostException unknown) {
      throw mistake(json, "host", allowed);
    }
  }

  private static InvalidRequestException mistake(JsonNode json, String name, String allowed) {
    return new InvalidRequestException(
        json.has(name)
            ? "%s is %s; allowed is %s.".formatted(name, json.path(name), allowed)
            : "%s is missing; allowed is %s.".formatted(name, allowed));
  }

  private static String someKinds() {
    return Arrays.stream(Kind.values())
        .map(Kind::wireName)
        .collect(Collectors.joining(", ", "a list of some of ", ""));
  }
}
