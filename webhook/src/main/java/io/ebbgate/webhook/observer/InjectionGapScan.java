package io.ebbgate.webhook.observer;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.InjectLabel;
import io.ebbgate.core.admission.InjectionGap;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.webhook.metrics.InjectionGapMetrics;
import io.ebbgate.webhook.review.AdmissionRequest;
import io.ebbgate.webhook.review.ReviewOutcome;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts, on the leader and at an interval, the gateway pods without a sidecar that admission would
 * inject now. The API server selects namespaces and pods by the registration's own selectors; its
 * {@code matchConditions} are not evaluated.
 */
public final class InjectionGapScan implements AutoCloseable {
  /** How often; a rollout that was missed is a matter of minutes. */
  public static final Duration EVERY = Duration.ofMinutes(2);

  /** Between two calls, to spread the load on the API server. */
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** As trees: the typed pod is several hundred classes that nothing else here loads. */
  private static final ResourceDefinitionContext PODS =
      new ResourceDefinitionContext.Builder()
          .withVersion("v1")
          .withKind("Pod")
          .withPlural("pods")
          .withNamespaced(true)
          .build();

  private static final Logger LOG = LoggerFactory.getLogger(InjectionGapScan.class);

  private final ObserverContext context;
  private final String registration;
  private final Function<AdmissionRequest, ReviewOutcome> reviewer;
  private final Duration pause;
  private final InjectionGapMetrics metrics;

  /** Values that were logged, by namespace. */
  private final Map<String, String> mislabelled = new HashMap<>();

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("injection-gap").factory());

  InjectionGapScan(
      ObserverContext context,
      String registration,
      Function<AdmissionRequest, ReviewOutcome> reviewer,
      Duration pause) {
    this.context = context;
    this.registration = registration;
    this.reviewer = reviewer;
    this.pause = pause;
    metrics = new InjectionGapMetrics(context.registry());
  }

  /**
   * Starts, and goes on until it is closed.
   *
   * @param registration the MutatingWebhookConfiguration with the selectors
   * @param reviewer decides what admission would do with a pod
   */
  public static InjectionGapScan start(
      ObserverContext context,
      String registration,
      Function<AdmissionRequest, ReviewOutcome> reviewer,
      Duration every) {
    InjectionGapScan scan = new InjectionGapScan(context, registration, reviewer, PAUSE);
    var _ =
        scan.thread.scheduleWithFixedDelay(
            scan::run, every.toMillis() / 12, every.toMillis(), TimeUnit.MILLISECONDS);
    return scan;
  }

  private void run() {
    try {
      if (context.leader().getAsBoolean()) {
        metrics.found(scan(), context.clock().instant());
      } else {
        metrics.clear();
      }
    } catch (KubernetesClientException e) {
      // The previous result stays, with its time.
      LOG.atWarn().addKeyValue("cause", e.getMessage()).log("injection gap scan failed");
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException bug) {
      // An exception would cancel the schedule.
      LOG.error("injection gap scan failed unexpectedly", bug);
    }
  }

  /**
   * The gaps there are now.
   *
   * @throws KubernetesClientException if a call fails; there is no partial result
   */
  Map<InjectionGapMetrics.Series, Long> scan() throws InterruptedException {
    Map<InjectionGapMetrics.Series, Long> found = new HashMap<>();
    MutatingWebhookConfiguration ours =
        context
            .client()
            .admissionRegistration()
            .v1()
            .mutatingWebhookConfigurations()
            .withName(registration)
            .get();
    List<MutatingWebhook> webhooks = ours == null ? List.of() : ours.getWebhooks();
    for (MutatingWebhook webhook : webhooks) {
      for (String namespace : namespaces(webhook.getNamespaceSelector())) {
        scan(namespace, withoutSidecar(webhook.getObjectSelector()), found);
      }
    }
    return found;
  }

  private List<String> namespaces(LabelSelector selector) throws InterruptedException {
    Thread.sleep(pause);
    List<ObjectMeta> found =
        context.client().namespaces().withLabelSelector(selector).list().getItems().stream()
            .map(Namespace::getMetadata)
            .toList();
    found.forEach(this::checkLabel);
    return found.stream().map(ObjectMeta::getName).toList();
  }

  /** Logs a value that the selector takes for none, once; no client creates a pod to be warned. */
  private void checkLabel(ObjectMeta namespace) {
    String value = namespace.getLabels().getOrDefault(Labels.INJECT, "");
    Optional<String> problem = InjectLabel.problemOfNamespace(value);
    if (problem.isEmpty()) {
      mislabelled.remove(namespace.getName());
    } else if (!value.equals(mislabelled.put(namespace.getName(), value))) {
      LOG.atWarn()
          .addKeyValue("namespace", namespace.getName())
          .addKeyValue("problem", problem.get())
          .log("namespace label has no effect");
    }
  }

  /** The sidecar comes with the label. */
  private static LabelSelector withoutSidecar(LabelSelector selector) {
    return new LabelSelectorBuilder(selector)
        .addNewMatchExpression()
        .withKey(Labels.INJECTED)
        .withOperator("NotIn")
        .withValues("true")
        .endMatchExpression()
        .build();
  }

  private void scan(
      String namespace, LabelSelector selector, Map<InjectionGapMetrics.Series, Long> found)
      throws InterruptedException {
    String next = "";
    do {
      Thread.sleep(pause);
      GenericKubernetesResourceList page =
          context
              .client()
              .genericKubernetesResources(PODS)
              .inNamespace(namespace)
              .withLabelSelector(selector)
              .list(new ListOptionsBuilder().withLimit(Observer.PAGE).withContinue(next).build());
      for (GenericKubernetesResource pod : page.getItems()) {
        gap(namespace, pod)
            .map(reason -> new InjectionGapMetrics.Series(namespace, reason))
            .ifPresent(series -> found.merge(series, 1L, Long::sum));
      }
      next = Objects.requireNonNullElse(page.getMetadata().getContinue(), "");
    } while (!next.isEmpty());
  }

  /** Why this pod is a gap; empty for one that is terminating or has ended. */
  private Optional<String> gap(String namespace, GenericKubernetesResource pod) {
    JsonNode tree = context.client().getKubernetesSerialization().convertValue(pod, JsonNode.class);
    if (pod.getMetadata().getDeletionTimestamp() != null
        || PodSnapshots.hasEnded(tree.at("/status/phase").asText())) {
      return Optional.empty();
    }
    AdmissionRequest asCreated = new AdmissionRequest("", "CREATE", "Pod", namespace, tree);
    return InjectionGap.reasonOf(reviewer.apply(asCreated).reason());
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
