package io.ebbgate.webhook.review;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.AdmissionDecision.Add;
import io.ebbgate.core.admission.AdmissionDecision.Leave;
import io.ebbgate.core.admission.AdmissionDecision.Refuse;
import io.ebbgate.core.admission.AdmissionPolicy;
import io.ebbgate.core.admission.AdmissionRules;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.InjectionHash;
import io.ebbgate.core.admission.NamespaceFacts;
import io.ebbgate.core.admission.PodFacts;
import io.ebbgate.core.admission.ProductMatch;
import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.admission.Reason;
import io.ebbgate.core.admission.ReviewBudget;
import io.ebbgate.core.admission.SettingOrigin;
import io.ebbgate.webhook.patch.InjectionStatus;
import io.ebbgate.webhook.patch.LimitRangeCheck;
import io.ebbgate.webhook.patch.LimitRanges;
import io.ebbgate.webhook.patch.Patch;
import io.ebbgate.webhook.patch.PatchInputs;
import io.ebbgate.webhook.patch.PodPatch;
import io.ebbgate.webhook.patch.PodToken;
import io.ebbgate.webhook.patch.SelfCheck;
import io.ebbgate.webhook.profile.Profiles;
import io.ebbgate.webhook.review.ReviewOutcome.AlreadyInjected;
import io.ebbgate.webhook.review.ReviewOutcome.Denied;
import io.ebbgate.webhook.review.ReviewOutcome.Injected;
import io.ebbgate.webhook.review.ReviewOutcome.SelfCheckFailed;
import io.ebbgate.webhook.review.ReviewOutcome.Skipped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reviews one pod, for the server, {@code inject}, {@code explain} and the search for gateways
 * without a drain. Makes no request of its own, and the same pod has the same outcome. Safe for use
 * by several threads.
 */
public final class Reviewer {
  private final AdmissionPolicy policy;
  private final TokenKey key;
  private final List<Profile> profiles;
  private final KnownNamespaces namespaces;
  private final String version =
      Optional.ofNullable(Reviewer.class.getPackage().getImplementationVersion())
          .orElse("development");

  /** A reviewer with the built-in profiles. */
  public Reviewer(AdmissionPolicy policy, TokenKey key) {
    this(policy, key, Profiles.builtIn());
  }

  /** A reviewer that knows nothing of namespaces. */
  public Reviewer(AdmissionPolicy policy, TokenKey key, List<Profile> profiles) {
    this(policy, key, profiles, KnownNamespaces.NONE);
  }

  /** A reviewer. */
  public Reviewer(
      AdmissionPolicy policy, TokenKey key, List<Profile> profiles, KnownNamespaces namespaces) {
    this.policy = policy;
    this.key = key;
    this.profiles = List.copyOf(profiles);
    this.namespaces = namespaces;
  }

  /** The product whose gateway a pod is, whatever would be decided about it. */
  public static Optional<ProductMatch> product(AdmissionRequest request, List<Profile> profiles) {
    NamespaceFacts namespace =
        new NamespaceFacts(request.namespace(), request.privileged(), Map.of());
    PodFacts facts =
        PodReader.facts(
            request, namespace, InjectionStatus.in(request.pod()), ReviewBudget.unlimited());
    return ProductMatch.of(facts, profiles);
  }

  /** What a pod's injection is made from; empty for a pod that is not injected. */
  public Optional<InjectionDetails> details(AdmissionRequest request) {
    PodFacts facts = facts(request, InjectionStatus.in(request.pod()), ReviewBudget.unlimited());
    return AdmissionRules.decide(facts, policy, profiles) instanceof Add(Reason _, Injection added)
        ? Optional.of(new InjectionDetails(added, SettingOrigin.of(facts, policy, added)))
        : Optional.empty();
  }

  /** The decision on this pod, and the patch that follows from it, however long it takes. */
  public ReviewOutcome review(AdmissionRequest request) {
    return review(request, ReviewBudget.unlimited());
  }

  /** The same within a time: if it is used up, the pod is admitted unchanged. */
  public ReviewOutcome review(AdmissionRequest request, ReviewBudget budget) {
    try {
      return decide(request, budget);
    } catch (ReviewBudget.OutOfTimeException _) {
      Reason reason = Reason.OUT_OF_TIME;
      return new Skipped(reason, "", List.of(reason.warning("create the pod again")));
    }
  }

  private ReviewOutcome decide(AdmissionRequest request, ReviewBudget budget) {
    budget.check();
    Optional<InjectionStatus> status = InjectionStatus.in(request.pod());
    PodFacts facts = facts(request, status, budget);
    budget.check();
    return switch (AdmissionRules.decide(facts, policy, profiles)) {
      case Leave(Reason reason, String detail, var warnings) ->
          new Skipped(reason, detail, warnings);
      case Refuse(Reason reason, String detail) -> new Denied(reason, detail);
      case Add add -> patch(add, request, status, budget);
    };
  }

  private PodFacts facts(
      AdmissionRequest request, Optional<InjectionStatus> status, ReviewBudget budget) {
    NamespaceFacts namespace =
        new NamespaceFacts(
            request.namespace(),
            request.privileged(),
            namespaces.annotations().apply(request.namespace()));
    return PodReader.facts(request, namespace, status, budget);
  }

  private ReviewOutcome patch(
      Add add, AdmissionRequest request, Optional<InjectionStatus> status, ReviewBudget budget) {
    budget.check();
    ObjectNode pod = (ObjectNode) request.pod();
    Injection injection = add.injection();
    String profile = injection.profile().name();
    LimitRanges bounds = namespaces.ranges().apply(request.namespace());
    Optional<String> narrow = LimitRangeCheck.problem(pod, injection, bounds);
    if (narrow.isPresent()) {
      Reason reason = Reason.LIMIT_RANGE;
      return new Skipped(reason, narrow.get(), with(add.warnings(), reason.warning(narrow.get())));
    }
    PatchInputs inputs = inputs(add, request, status, bounds);
    Patch patch = PodPatch.of(pod, injection, inputs);
    List<String> warnings = new ArrayList<>(add.warnings());
    Optional<String> problem = SelfCheck.problem(pod, patch, injection, status, budget);
    if (problem.isPresent()) {
      warnings.add(Reason.SELF_CHECK_FAILED.warning(problem.get()));
      return new SelfCheckFailed(profile, problem.get(), warnings);
    }
    warnings.addAll(PodPatch.warnings(pod, injection));
    warnings.addAll(LimitRangeCheck.warnings(pod, injection, bounds));
    return patch.operations().isEmpty()
        ? new AlreadyInjected(profile, add.detail(), warnings)
        : new Injected(add.reason(), profile, add.detail(), patch, warnings);
  }

  private static List<String> with(List<String> warnings, String more) {
    return Stream.concat(warnings.stream(), Stream.of(more)).toList();
  }

  private PatchInputs inputs(
      Add add, AdmissionRequest request, Optional<InjectionStatus> status, LimitRanges bounds) {
    Injection injection = add.injection();
    PodToken token =
        key.token(
            request.namespace(),
            TokenOwner.of(request, status),
            injection.container(),
            injection.settingsText());
    return new PatchInputs(
        token,
        policy.sidecarImage(),
        policy.observer(),
        policy.pullSecrets(),
        InjectionHash.of(injection, policy.sidecarImage(), policy.observer()),
        add.reason().wireName(),
        version,
        status,
        bounds);
  }
}
