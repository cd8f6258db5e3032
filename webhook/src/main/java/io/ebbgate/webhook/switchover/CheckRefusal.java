package io.ebbgate.webhook.switchover;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.CloseErrors;
import io.ebbgate.webhook.switchover.SidecarCalls.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Why a pod can't close the connections of the listener as it is asked to. */
sealed interface CheckRefusal {
  /** Names in a message. */
  int MOST_NAMES = 20;

  /** The user may not forward ports to it. */
  record Forbidden() implements CheckRefusal {}

  /** Its Envoy has no such listener, but these. */
  record UnknownListener(List<String> listeners) implements CheckRefusal {
    public UnknownListener {
      listeners = List.copyOf(listeners);
    }
  }

  /** Its sidecar does not know Envoy's listeners of this moment, and will in a few seconds. */
  record Outdated() implements CheckRefusal {}

  /**
   * Clients of others would be hit, which was not agreed to.
   *
   * @param port empty if it is not said
   * @param listeners at the same port
   * @param chains how many filter chains the listener has; empty if unknown
   * @param chainNames of the first of them
   */
  record Shared(
      OptionalInt port, List<String> listeners, OptionalInt chains, List<String> chainNames)
      implements CheckRefusal {
    public Shared {
      listeners = List.copyOf(listeners);
      chainNames = List.copyOf(chainNames);
    }

    private static Shared read(JsonNode fields) {
      return new Shared(
          number(fields.path(CloseErrors.PORT)),
          names(fields.path(CloseErrors.LISTENERS)),
          number(fields.path(CloseErrors.FILTER_CHAINS)),
          names(fields.path(CloseErrors.FILTER_CHAIN_NAMES)));
    }

    private static OptionalInt number(JsonNode field) {
      return field.isInt() ? OptionalInt.of(field.intValue()) : OptionalInt.empty();
    }

    String sentence(String listener) {
      List<String> hit = new ArrayList<>();
      if (!listeners.isEmpty()) {
        hit.add("other listeners (%s)".formatted(first(listeners)));
      }
      if (chains.isEmpty()) {
        hit.add("filter chains that Envoy does not say");
      } else if (chains.getAsInt() > 1) {
        hit.add(
            "all its %d filter chains%s"
                .formatted(
                    chains.getAsInt(),
                    chainNames.isEmpty() ? "" : " (%s)".formatted(first(chainNames))));
      }
      return "Listener \"%s\" shares its port%s: clients of %s would be closed too. With --shared they are."
          .formatted(
              listener,
              port.isPresent() ? " " + port.getAsInt() : "",
              String.join(" and of ", hit));
    }
  }

  /** A mistake in the request, or a listener without connections of TCP; as a sentence. */
  record Mistake(String sentence) implements CheckRefusal {}

  /**
   * Reads it from the answer to a dry run, which also counts what it would not close.
   *
   * @param shared whether others may be hit
   */
  static Optional<CheckRefusal> read(Answer.Replied answer, boolean shared) {
    JsonNode body = answer.body();
    JsonNode others = body.path(CloseErrors.SHARED);
    return switch (answer.status()) {
      case 200 ->
          others.isObject() && !shared ? Optional.of(Shared.read(others)) : Optional.empty();
      case 404 -> Optional.of(new UnknownListener(names(body.path(CloseErrors.LISTENERS))));
      case 409 ->
          Optional.of(
              switch (body.path(CloseErrors.REASON).asText()) {
                case CloseErrors.OUTDATED -> new Outdated();
                case CloseErrors.SHARED -> Shared.read(body);
                default -> new Mistake(answer.error());
              });
      case 400 -> Optional.of(new Mistake(answer.error()));
      default -> Optional.empty();
    };
  }

  private static List<String> names(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).sorted().toList();
  }

  /** The first of them. */
  static String first(List<String> names) {
    String some = String.join(", ", names.stream().limit(MOST_NAMES).toList());
    return names.size() > MOST_NAMES
        ? some + " and %d more".formatted(names.size() - MOST_NAMES)
        : some;
  }
}
