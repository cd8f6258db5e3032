package io.ebbgate.webhook.manifest;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.admission.AdmissionPolicy;
import io.ebbgate.core.admission.Evidence;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.ProductValue;
import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.contract.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A MutatingAdmissionPolicy (KEP-3962) with its binding, which the API server evaluates by itself:
 * what modes sleep and env change, for pods of one profile, in CEL.
 *
 * @param apiVersion {@code admissionregistration.k8s.io/v1} from Kubernetes 1.36 on
 * @param sleep of mode sleep
 * @param exit what the gateway takes after it
 */
public record MutatingPolicy(
    String apiVersion,
    Profile profile,
    String container,
    Mode mode,
    Duration sleep,
    Duration exit) {
  private static final String CONTAINERS = "object.spec.containers";
  private static final String TYPE = "Object.spec.containers";

  public MutatingPolicy {
    requireNonNull(apiVersion);
    requireNonNull(profile);
    requireNonNull(container);
    requireNonNull(mode);
    requireNonNull(sleep);
    requireNonNull(exit);
  }

  /** The policy's and the binding's name. */
  public String name() {
    return mode.wireName() + "-" + profile.name() + ".ebbgate.io";
  }

  /** Both objects, YAML. */
  public String yaml() {
    StringBuilder yaml = new StringBuilder();
    notes().forEach(note -> yaml.append("# ").append(note).append('\n'));
    yaml.append(
        """
        apiVersion: %s
        kind: MutatingAdmissionPolicy
        metadata:
          name: %s
        spec:
          failurePolicy: Ignore
          reinvocationPolicy: IfNeeded
          matchConstraints:
            namespaceSelector:
              matchExpressions:
                - key: kubernetes.io/metadata.name
                  operator: NotIn
                  values: [%s]
                - key: %s
                  operator: NotIn
                  values: [%s]
            resourceRules:
              - apiGroups: [""]
                apiVersions: [v1]
                operations: [CREATE]
                resources: [pods]
          matchConditions:
        """
            .formatted(
                apiVersion,
                name(),
                String.join(", ", AdmissionPolicy.CLUSTER_NAMESPACES),
                Labels.INJECT,
                spellings(Labels.INJECT_OUT)));
    conditions()
        .forEach((name, expression) ->
            yaml.append("    - name: ")
                .append(name)
                .append("\n      expression: >-\n        ")
                .append(expression)
                .append('\n'));
    yaml.append("  mutations:\n");
    for (String mutation : mutations()) {
      yaml.append("    - patchType: ApplyConfiguration\n")
          .append("      applyConfiguration:\n        expression: >-\n          ")
          .append(mutation)
          .append('\n');
    }
    yaml.append(
        """
        ---
        apiVersion: %s
        kind: MutatingAdmissionPolicyBinding
        metadata:
          name: %s
        spec:
          policyName: %s
        """
            .formatted(apiVersion, name(), name()));
    return yaml.toString();
  }

  /** A selector compares letter by letter; these are what the chart's registration knows too. */
  private static String spellings(Collection<String> words) {
    return words.stream()
        .sorted()
        .flatMap(word ->
            Stream.of(
                word,
                word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1),
                word.toUpperCase(Locale.ROOT)))
        .map(word -> '"' + word + '"')
        .collect(Collectors.joining(", "));
  }

  /** What the policy can't do of what the mode does. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (mode == Mode.ENV) {
      profile
          .sets(Mode.ENV)
          .options()
          .forEach((option, value) ->
              notes.add(
                  "A policy can't add arguments to a list: add %s %s yourself."
                      .formatted(option, value)));
      profile
          .sets(Mode.ENV)
          .annotations()
          .keySet()
          .forEach(key -> notes.add("The annotation " + key + " is not set by this policy."));
    }
    return notes;
  }

  /** By name: the pods that are changed. */
  private Map<String, String> conditions() {
    Map<String, String> conditions = new TreeMap<>();
    conditions.put("not-opted-out", "!(%s)".formatted(label(Labels.INJECT, Labels.INJECT_OUT)));
    conditions.put("not-injected", "!(%s)".formatted(label(Labels.INJECTED, List.of("true"))));
    conditions.put(
        "restarts", "!has(object.spec.restartPolicy) || object.spec.restartPolicy == 'Always'");
    conditions.put(
        "is-" + profile.name(),
        profile.evidence().isEmpty()
            ? label(Labels.INJECT, Labels.INJECT_IN)
            : profile.evidence().stream()
                    .map(each -> "(%s ? %d : 0)".formatted(speaks(each), each.weight()))
                    .collect(Collectors.joining(" + "))
                + " >= "
                + profile.needed());
    return conditions;
  }

  /** In any case, as the webhook reads it. */
  private static String label(String key, Collection<String> values) {
    return "has(object.metadata.labels) && %s in object.metadata.labels && object.metadata.labels[%s].lowerAscii() in %s"
        .formatted(text(key), text(key), texts(values));
  }

  private static String speaks(Evidence evidence) {
    String key = text(evidence.key());
    String on = evidence.on().isEmpty() ? "" : "c.name == " + text(evidence.on()) + " && ";
    return switch (evidence.kind()) {
      case LABEL -> entry("object.metadata.labels", evidence);
      case ANNOTATION -> entry("object.metadata.annotations", evidence);
      case CONTAINER -> CONTAINERS + ".exists(c, c.name == " + key + ")";
      case ARGUMENT ->
          CONTAINERS
              + ".exists(c, %s((has(c.command) && %s in c.command) || (has(c.args) && %s in c.args)))"
                  .formatted(on, key, key);
      case IMAGE ->
          CONTAINERS + ".exists(c, %shas(c.image) && c.image.contains(%s))".formatted(on, key);
    };
  }

  private static String entry(String map, Evidence evidence) {
    String key = text(evidence.key());
    String there = "has(%s) && %s in %s".formatted(map, key, map);
    return evidence.value().isEmpty()
        ? "(" + there + ")"
        : "(%s && %s[%s] == %s)".formatted(there, map, key, text(evidence.value()));
  }

  private List<String> mutations() {
    return switch (mode) {
      case SLEEP -> List.of(hook(), grace());
      case ENV -> List.of(variables());
      case AGENT, REPORT, OFF ->
          throw new IllegalStateException("no policy has mode " + mode.wireName());
    };
  }

  /** An existing hook is kept. */
  private String hook() {
    return changed(
        "!(has(c.lifecycle) && has(c.lifecycle.preStop))",
        "lifecycle: %1$s.lifecycle{preStop: %1$s.lifecycle.preStop{sleep: %1$s.lifecycle.preStop.sleep{seconds: %2$d}}}"
            .formatted(TYPE, sleep.toSeconds()));
  }

  /** Only raised. */
  private String grace() {
    return ("Object{spec: Object.spec{terminationGracePeriodSeconds:"
            + " object.spec.terminationGracePeriodSeconds < %1$d ? %1$d :"
            + " object.spec.terminationGracePeriodSeconds}}")
        .formatted(sleep.plus(exit).toSeconds());
  }

  private String variables() {
    String env =
        new TreeMap<>(profile.sets(Mode.ENV).env())
            .entrySet().stream()
                .map(each -> variable(each.getKey(), each.getValue()))
                .collect(Collectors.joining(" + "));
    return changed("true", "env: " + env);
  }

  /** Added where there is none, and in the place of what the profile lists. */
  private static String variable(String name, ProductValue value) {
    String there = "has(c.env) && c.env.exists(e, e.name == %s%s)";
    String replaced =
        value instanceof ProductValue.Single(String _, var replaces) && !replaces.isEmpty()
            ? " || ("
                + there.formatted(text(name), " && has(e.value) && e.value in " + texts(replaces))
                + ")"
            : "";
    return "((!(%s)%s) ? [%s.env{name: %s, value: %s}] : [])"
        .formatted(
            there.formatted(text(name), ""), replaced, TYPE, text(name), text(value.value()));
  }

  /** The gateway's container alone; the API server merges containers by their names. */
  private String changed(String condition, String fields) {
    String gateway =
        container.isEmpty()
            ? "size(%s) == 1".formatted(CONTAINERS)
            : "c.name == " + text(container);
    return "Object{spec: Object.spec{containers: %s.filter(c, %s && %s).map(c, %s{name: c.name, %s})}}"
        .formatted(CONTAINERS, gateway, condition, TYPE, fields);
  }

  private static String texts(Collection<String> all) {
    return all.stream()
        .sorted()
        .map(MutatingPolicy::text)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** A literal of CEL. */
  private static String text(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
  }
}
