package io.ebbgate.webhook.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code admin.allow_paths} of an Envoy bootstrap, new in Envoy 1.37: all else is answered 403. */
final class AllowedAdminPaths {
  private static final List<String> NEEDED = List.of("/healthcheck/fail", "/drain_listeners");

  private AllowedAdminPaths() {}

  /** Paths that a drain needs and that are forbidden; empty where a matcher can't be read. */
  static Optional<List<String>> forbidden(JsonNode bootstrap) {
    JsonNode allowed = bootstrap.at("/admin/allow_paths");
    if (!allowed.isArray() || allowed.isEmpty()) {
      return Optional.of(List.of());
    }
    List<String> forbidden = new ArrayList<>(NEEDED);
    for (JsonNode matcher : allowed) {
      boolean known =
          matcher.has("exact")
              || matcher.has("prefix")
              || matcher.has("suffix")
              || matcher.has("contains");
      if (!known || matcher.path("ignore_case").asBoolean()) {
        return Optional.empty();
      }
      forbidden.removeIf(path -> matches(matcher, path));
    }
    return Optional.of(forbidden);
  }

  private static boolean matches(JsonNode matcher, String path) {
    return path.equals(matcher.path("exact").asText())
        || (matcher.has("prefix") && path.startsWith(matcher.path("prefix").asText()))
        || (matcher.has("suffix") && path.endsWith(matcher.path("suffix").asText()))
        || (matcher.has("contains") && path.contains(matcher.path("contains").asText()));
  }
}
