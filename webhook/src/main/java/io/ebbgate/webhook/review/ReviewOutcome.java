package io.ebbgate.webhook.review;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.Reason;
import io.ebbgate.webhook.patch.Patch;
import java.util.List;

/** The result of a review. It stays sealed up to the response, the metrics and the commands. */
public sealed interface ReviewOutcome {
  Reason reason();

  /** What the reason is about, for people: a name, a value, the evidence. May be empty. */
  String detail();

  /** Warnings for the client that creates the pod, one sentence each. */
  List<String> warnings();

  /** The pod that the API server goes on with, given the reviewed one. */
  default JsonNode result(JsonNode pod) {
    return switch (this) {
      case Injected injected -> injected.patch().patched();
      case AlreadyInjected _, SelfCheckFailed _, Skipped _, Denied _ -> pod;
    };
  }

  /** How many operations the patch has. */
  default int operations() {
    return switch (this) {
      case Injected injected -> injected.patch().operations().size();
      case AlreadyInjected _, SelfCheckFailed _, Skipped _, Denied _ -> 0;
    };
  }

  /**
   * Admitted with a patch.
   *
   * @param profile name of the profile that applies
   * @param patch at least one operation
   */
  record Injected(Reason reason, String profile, String detail, Patch patch, List<String> warnings)
      implements ReviewOutcome {
    public Injected {
      requireNonNull(reason);
      requireNonNull(profile);
      requireNonNull(detail);
      requireNonNull(patch);
      warnings = List.copyOf(warnings);
    }
  }

  /** Admitted unchanged: the pod already has everything that the profile adds. */
  record AlreadyInjected(String profile, String detail, List<String> warnings)
      implements ReviewOutcome {
    public AlreadyInjected {
      requireNonNull(profile);
      requireNonNull(detail);
      warnings = List.copyOf(warnings);
    }

    @Override
    public Reason reason() {
      return Reason.ALREADY_INJECTED;
    }
  }

  /**
   * Admitted unchanged: the patch failed the self-check.
   *
   * @param detail the first problem found
   */
  record SelfCheckFailed(String profile, String detail, List<String> warnings)
      implements ReviewOutcome {
    public SelfCheckFailed {
      requireNonNull(profile);
      requireNonNull(detail);
      warnings = List.copyOf(warnings);
    }

    @Override
    public Reason reason() {
      return Reason.SELF_CHECK_FAILED;
    }
  }

  /** Admitted unchanged: the rules add nothing to this pod. */
  record Skipped(Reason reason, String detail, List<String> warnings) implements ReviewOutcome {
    public Skipped {
      requireNonNull(reason);
      requireNonNull(detail);
      warnings = List.copyOf(warnings);
    }
  }

  /** Not admitted, in strict mode. */
  record Denied(Reason reason, String detail) implements ReviewOutcome {
    public Denied {
      requireNonNull(reason);
      requireNonNull(detail);
    }

    @Override
    public List<String> warnings() {
      return List.of();
    }
  }
}
