package io.ebbgate.webhook.review;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.ebbgate.core.admission.Reason;
import java.util.List;
import java.util.Optional;

/**
 * What came of a review.
 *
 * @param profile of what was to be added; empty where nothing was
 * @param detail what the reason is about, for people; may be empty
 * @param patch RFC 6902; empty for none
 * @param warnings for whoever created the pod, one sentence each
 * @param patched the pod with the patch applied
 */
public record Reviewed(
    boolean allowed,
    Reason reason,
    Optional<String> profile,
    String detail,
    ArrayNode patch,
    List<String> warnings,
    JsonNode patched) {
  public Reviewed {
    requireNonNull(reason);
    requireNonNull(profile);
    requireNonNull(detail);
    requireNonNull(patch);
    warnings = List.copyOf(warnings);
    requireNonNull(patched);
  }
}
