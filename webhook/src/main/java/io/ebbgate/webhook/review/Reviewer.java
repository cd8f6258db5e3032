package io.ebbgate.webhook.review;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.AdmissionDecision;
import io.ebbgate.core.admission.AdmissionDecision.Add;
import io.ebbgate.core.admission.AdmissionDecision.Leave;
import io.ebbgate.core.admission.AdmissionDecision.Refuse;
import io.ebbgate.core.admission.AdmissionPolicy;
import io.ebbgate.core.admission.AdmissionRules;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.InjectionHash;
import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.admission.Reason;
import io.ebbgate.webhook.patch.Patch;
import io.ebbgate.webhook.patch.PatchInputs;
import io.ebbgate.webhook.patch.PodPatch;
import io.ebbgate.webhook.patch.SelfCheck;
import io.ebbgate.webhook.profile.Profiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at one pod: the server, {@code inject} and {@code explain} all come through here. Asks
 * nobody, and gives the same answer to the same pod. Safe for use by several threads.
 */
public final class Reviewer {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final AdmissionPolicy policy;
  private final TokenKey key;
  private final List<Profile> profiles;
  private final String version =
      Optional.ofNullable(Reviewer.class.getPackage().getImplementationVersion())
          .orElse("development");

  /** Knows the profiles of this version. */
  public Reviewer(AdmissionPolicy policy, TokenKey key) {
    this(policy, key, Profiles.builtIn());
  }

  public Reviewer(AdmissionPolicy policy, TokenKey key, List<Profile> profiles) {
    this.policy = policy;
    this.key = key;
    this.profiles = List.copyOf(profiles);
  }

  /** The decision on this pod, and the patch that follows from it. */
  public Reviewed review(AdmissionRequest review) {
    AdmissionDecision decision = AdmissionRules.decide(PodReader.facts(review), policy, profiles);
    return switch (decision) {
      case Leave(Reason reason, String detail, var warnings) ->
          unchanged(true, reason, Optional.empty(), detail, warnings, review);
      case Refuse(Reason reason, String detail) ->
          unchanged(false, reason, Optional.empty(), detail, List.of(), review);
      case Add add -> changed(add, review);
    };
  }

  private Reviewed changed(Add add, AdmissionRequest review) {
    ObjectNode pod = (ObjectNode) review.pod();
    Injection injection = add.injection();
    Optional<String> profile = Optional.of(injection.profile().name());
    Patch patch = PodPatch.of(pod, injection, inputs(add, review));
    List<String> warnings = new ArrayList<>(add.warnings());
    Optional<String> problem = SelfCheck.problem(pod, patch, injection);
    if (problem.isPresent()) {
      Reason failed = Reason.SELF_CHECK_FAILED;
      warnings.add(failed.warning(problem.get()));
      return unchanged(true, failed, profile, problem.get(), warnings, review);
    }
    warnings.addAll(PodPatch.warnings(pod, injection));
    if (patch.operations().isEmpty()) {
      return unchanged(true, Reason.ALREADY_INJECTED, profile, add.detail(), warnings, review);
    }
    return new Reviewed(
        true, add.reason(), profile, add.detail(), patch.operations(), warnings, patch.patched());
  }

  private PatchInputs inputs(Add add, AdmissionRequest review) {
    Injection injection = add.injection();
    String token =
        key.token(
            review.namespace(),
            PodReader.owner(review.pod()),
            injection.container(),
            injection.settingsText());
    return new PatchInputs(
        token,
        policy.sidecarImage(),
        policy.pullSecrets(),
        InjectionHash.of(injection, policy.sidecarImage()),
        add.reason().wireName(),
        version);
  }

  private static Reviewed unchanged(
      boolean allowed,
      Reason reason,
      Optional<String> profile,
      String detail,
      List<String> warnings,
      AdmissionRequest review) {
    ArrayNode none = MAPPER.createArrayNode();
    return new Reviewed(allowed, reason, profile, detail, none, warnings, review.pod());
  }
}
