package io.ebbgate.webhook.review;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.AdmissionPolicy;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.SidecarStyle;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** Reviewers for tests, with a key that is none. */
final class Reviews {
  private static final byte[] KEY = "not a secret, only a test".getBytes(StandardCharsets.UTF_8);

  private Reviews() {}

  static Reviewer reviewer(SidecarStyle style) {
    return reviewer(Mode.AGENT, style);
  }

  static Reviewer reviewer(Mode mode, SidecarStyle style) {
    AdmissionPolicy policy =
        AdmissionPolicy.of(
            "ebbgate", Set.of(), false, mode, style, "ebbgate/drain-sidecar:1", Map.of());
    return new Reviewer(policy, TokenKey.of(KEY));
  }

  static AdmissionRequest create(JsonNode pod) {
    return new AdmissionRequest("5f3c", "CREATE", "Pod", "shop", pod);
  }
}
