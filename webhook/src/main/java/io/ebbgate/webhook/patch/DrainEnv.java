package io.ebbgate.webhook.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.Profile.DrainVariable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The gateway's own drain settings, in mode {@code env}. A value that a user set stays. */
final class DrainEnv {
  private DrainEnv() {}

  /** Whether the variable has a default value that the profile replaces. */
  static boolean replaceable(JsonNode variable, DrainVariable wanted) {
    return variable.path("value").isTextual()
        && wanted.replaces().contains(variable.path("value").textValue());
  }

  /** Variables that stay as they are although the profile would have them otherwise. */
  static List<String> warnings(JsonNode gateway, Injection injection) {
    List<String> warnings = new ArrayList<>();
    new TreeMap<>(injection.profile().drainEnv())
        .forEach((name, wanted) -> {
          JsonNode variable = Tree.named(gateway.path("env"), name);
          boolean same = variable.path("value").asText().equals(wanted.value());
          if (!variable.isMissingNode() && !same && !replaceable(variable, wanted)) {
            warnings.add(
                "Ebbgate: container %s keeps %s as it is; the profile's value is %s."
                    .formatted(injection.container(), name, wanted.value()));
          }
        });
    return warnings;
  }
}
