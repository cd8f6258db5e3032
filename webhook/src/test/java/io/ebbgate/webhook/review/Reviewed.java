package io.ebbgate.webhook.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ebbgate.core.admission.Reason;
import java.util.List;

/** An outcome and the pod it is about. */
record Reviewed(ReviewOutcome outcome, JsonNode pod) {
  static Reviewed by(Reviewer reviewer, JsonNode pod) {
    return new Reviewed(reviewer.review(Reviews.create(pod)), pod);
  }

  Reason reason() {
    return outcome.reason();
  }

  List<String> warnings() {
    return outcome.warnings();
  }

  /** RFC 6902; empty where the pod stays as it is. */
  ArrayNode operations() {
    return outcome instanceof ReviewOutcome.Injected injected
        ? injected.patch().operations()
        : JsonNodeFactory.instance.arrayNode();
  }

  JsonNode patched() {
    return outcome.result(pod);
  }
}
