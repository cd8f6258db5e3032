package io.ebbgate.core.admission;

import java.util.List;
import java.util.stream.Stream;

/** The outcome of a review: what happens to the pod. */
public sealed interface AdmissionDecision {
  Reason reason();

  /** Details of the reason for people: a name, a value, the evidence. May be empty. */
  String detail();

  /** Warnings for the user who creates the pod, one sentence each. */
  List<String> warnings();

  /** The same decision with more warnings; a refusal carries its reason alone. */
  AdmissionDecision warning(List<String> more);

  /** Admitted as it is. */
  record Leave(Reason reason, String detail, List<String> warnings) implements AdmissionDecision {
    public Leave {
      warnings = List.copyOf(warnings);
    }

    @Override
    public Leave warning(List<String> more) {
      return new Leave(reason, detail, both(warnings, more));
    }
  }

  /** Refused, in strict mode. */
  record Refuse(Reason reason, String detail) implements AdmissionDecision {
    @Override
    public List<String> warnings() {
      return List.of();
    }

    @Override
    public Refuse warning(List<String> more) {
      return this;
    }
  }

  /** Admitted with additions. */
  record Add(Reason reason, Injection injection) implements AdmissionDecision {
    @Override
    public String detail() {
      StringBuilder detail = new StringBuilder("profile ").append(injection.profile().name());
      detail.append(", container ").append(injection.container());
      if (!injection.evidence().isEmpty()) {
        detail.append(" (").append(String.join(", ", injection.evidence())).append(')');
      }
      if (!injection.origins().isEmpty()) {
        detail.append("; ").append(String.join(", ", injection.origins()));
      }
      return detail.toString();
    }

    @Override
    public List<String> warnings() {
      return injection.warnings();
    }

    @Override
    public Add warning(List<String> more) {
      return new Add(reason, injection.warning(both(warnings(), more)));
    }
  }

  private static List<String> both(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }
}
