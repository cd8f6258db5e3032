package io.ebbgate.webhook.observer;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.admission.InjectionGap;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.webhook.metrics.GapMetrics;
import io.ebbgate.webhook.review.PodReview;
import io.ebbgate.webhook.review.Reviewed;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks at the pods that the registration would have had us review, and counts the gateways among
 * them that have no drain of ours. The API server picks namespaces and pods by the registration's
 * own selectors; what its {@code matchConditions} say beyond the chart's is not asked.
 *
 * @param registration the MutatingWebhookConfiguration
 * @param rest between two calls, so that nobody feels them
 */
record GapLook(
    KubernetesClient client,
    String registration,
    Function<PodReview, Reviewed> reviewer,
    Rest rest) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long PAGE = 100;

  /** Waits a little. */
  interface Rest {
    void take() throws InterruptedException;
  }

  GapLook {
    requireNonNull(client);
    requireNonNull(registration);
    requireNonNull(reviewer);
    requireNonNull(rest);
  }

  /**
   * What is there now.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException where it could not be seen whole
   */
  Map<GapMetrics.Kind, Long> look() throws InterruptedException {
    Map<GapMetrics.Kind, Long> found = new HashMap<>();
    MutatingWebhookConfiguration ours =
        client
            .admissionRegistration()
            .v1()
            .mutatingWebhookConfigurations()
            .withName(registration)
            .get();
    List<MutatingWebhook> webhooks = ours == null ? List.of() : ours.getWebhooks();
    for (MutatingWebhook webhook : webhooks) {
      for (String namespace : namespaces(webhook.getNamespaceSelector())) {
        look(namespace, withoutSidecar(webhook.getObjectSelector()), found);
      }
    }
    return found;
  }

  private List<String> namespaces(LabelSelector selector) throws InterruptedException {
    rest.take();
    return client.namespaces().withLabelSelector(selector).list().getItems().stream()
        .map(namespace -> namespace.getMetadata().getName())
        .toList();
  }

  /** The sidecar brings the label. */
  private static LabelSelector withoutSidecar(LabelSelector selector) {
    return new LabelSelectorBuilder(selector)
        .addNewMatchExpression()
        .withKey(Labels.INJECTED)
        .withOperator("NotIn")
        .withValues("true")
        .endMatchExpression()
        .build();
  }

  private void look(String namespace, LabelSelector selector, Map<GapMetrics.Kind, Long> found)
      throws InterruptedException {
    String next = "";
    do {
      rest.take();
      PodList page =
          client
              .pods()
              .inNamespace(namespace)
              .withLabelSelector(selector)
              .list(new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build());
      for (Pod pod : page.getItems()) {
        gap(namespace, pod)
            .ifPresent(
                reason -> found.merge(new GapMetrics.Kind(namespace, reason), 1L, Long::sum));
      }
      next = Objects.requireNonNullElse(page.getMetadata().getContinue(), "");
    } while (!next.isEmpty());
  }

  /** One that leaves, or is over, is nobody's worry. */
  private Optional<String> gap(String namespace, Pod pod) {
    boolean over =
        pod.getMetadata().getDeletionTimestamp() != null
            || PodSights.isOver(pod.getStatus().getPhase());
    return over
        ? Optional.empty()
        : InjectionGap.reasonOf(reviewer.apply(asCreated(namespace, pod)).reason());
  }

  private PodReview asCreated(String namespace, Pod pod) {
    return new PodReview("CREATE", "Pod", namespace, MAPPER.valueToTree(pod));
  }
}
