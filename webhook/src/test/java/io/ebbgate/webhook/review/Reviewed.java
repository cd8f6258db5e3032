package io.ebbgate.webhook.review;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ebbgate.core.admission.AdmissionPolicy;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.Reason;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.webhook.patch.LimitRanges;
import io.ebbgate.webhook.profile.Profiles;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An outcome and the pod it is about. */
record Reviewed(ReviewOutcome outcome, JsonNode pod) {
  private static final TokenKey KEY = TokenKey.of("not a secret, only a test".getBytes(UTF_8));
  private static final Reviewer NATIVE = reviewer(Mode.AGENT, SidecarStyle.NATIVE);
  private static final YAMLMapper YAML = new YAMLMapper();

  static Reviewer reviewer(Mode mode, SidecarStyle style) {
    return new Reviewer(policy(mode, style), KEY);
  }

  /** One that knows a namespace's annotations. */
  static Reviewer reviewer(Map<String, String> annotations) {
    return new Reviewer(
        policy(Mode.AGENT, SidecarStyle.NATIVE),
        KEY,
        Profiles.builtIn(),
        new KnownNamespaces(_ -> annotations, _ -> LimitRanges.NONE));
  }

  private static AdmissionPolicy policy(Mode mode, SidecarStyle style) {
    return AdmissionPolicy.of(
        "ebbgate", Set.of(), false, mode, style, "ebbgate/drain-sidecar:1", Map.of());
  }

  /** Reviews a pod as the webhook does by default: agent mode and native sidecars. */
  static Reviewed of(JsonNode pod) {
    return by(NATIVE, pod);
  }

  static Reviewed by(Reviewer reviewer, JsonNode pod) {
    return new Reviewed(
        reviewer.review(new AdmissionRequest("5f3c", "CREATE", "Pod", "shop", pod)), pod);
  }

  /** A pod that is written in YAML. */
  static ObjectNode pod(String yaml) {
    try {
      return (ObjectNode) YAML.readTree(yaml);
    } catch (JsonProcessingException mistake) {
      throw new IllegalArgumentException(yaml, mistake);
    }
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
