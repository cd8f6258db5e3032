package io.ebbgate.tool.chart;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.util.ArrayList;
import java.util.List;

/** What rules of RBAC allow. */
public final class Grants {
  private Grants() {}

  /** Each verb on each resource and name, a line: {@code get apps/deployments ebbgate}. */
  public static List<String> of(List<PolicyRule> rules) {
    List<String> lines = new ArrayList<>();
    for (PolicyRule rule : rules) {
      List<String> names =
          rule.getResourceNames().isEmpty() ? List.of("") : rule.getResourceNames();
      for (String verb : rule.getVerbs()) {
        for (String resource : rule.getResources()) {
          names.forEach(
              name -> lines.add(line(verb, rule.getApiGroups().getFirst(), resource, name)));
        }
      }
    }
    return lines;
  }

  /** One of them; {@code name} is empty for any. */
  public static String line(String verb, String group, String resource, String name) {
    String what = group.isEmpty() ? resource : group + "/" + resource;
    return (verb + " " + what + " " + name).strip();
  }
}
