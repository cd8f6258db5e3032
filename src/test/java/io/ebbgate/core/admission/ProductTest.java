package io.ebbgate.core.admission;

import static io.ebbgate.core.admission.PodExample.container;
import static io.ebbgate.core.admission.PolicyExample.decide;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.admission.AdmissionDecision.Add;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Labels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which product a pod is taken for, and what is done to it. */
class ProductTest {
  @Test
  void recognisesAProductByItsEvidence() {
    PodExample pod = detected(container("istio-proxy", "proxyv2", false));

    assertThat(((Add) decide(pod)).injection().profile().name()).isEqualTo("istio");
  }

  @ParameterizedTest
  @CsvSource({
    "web, nginx, NO_PROFILE",
    "istio-proxy, auto, WAITING_FOR_INJECTION",
    "agentgateway, a, EXCLUDED_PRODUCT",
    "kourier-gateway, envoy, MODE_REPORT"
  })
  void leavesAPodAsItsProductNeeds(String container, String image, Reason reason) {
    assertThat(decide(detected(container(container, image, false))).reason()).isEqualTo(reason);
  }

  @Test
  void takesAPodThatOptedInForAPlainEnvoy() {
    PodExample pod =
        detected(container("web", "registry/own-envoy:3", false)).label(Labels.INJECT, "true");

    assertThat(((Add) decide(pod)).injection().profile().name()).isEqualTo("envoy");
  }

  @Test
  void reportsAProductWithADrainManagerOfItsOwn() {
    AdmissionDecision decision = decide(detected(container("shutdown-manager", "contour", true)));

    assertThat(decision.reason()).isEqualTo(Reason.OWN_DRAIN_MANAGER);
    assertThat(decision.warnings()).hasSize(1);
  }

  @Test
  void drainsSuchAShapeWhereTheModeIsAskedFor() {
    PodExample pod =
        detected(container("kourier-gateway", "envoy", false)).annotate(Annotations.MODE, "agent");

    assertThat(decide(pod).reason()).isEqualTo(Reason.INJECTED);
    assertThat(decide(pod).warnings())
        .containsExactly("Ebbgate: profile kourier: kourier says so.");
  }

  @Test
  void warnsWhereThePodMatchesAnotherProfileThanTheNamedOne() {
    PodExample pod =
        detected(container("kourier-gateway", "envoy", false))
            .annotate(Annotations.PROFILE, "envoy");

    assertThat(decide(pod).reason()).isEqualTo(Reason.INJECTED);
    assertThat(decide(pod).warnings())
        .containsExactly("Ebbgate: the pod matches profile kourier: kourier says so.");
  }

  @Test
  void warnsNotWhereTheNamedProfileIsTheOneThatMatches() {
    PodExample pod =
        detected(container("istio-proxy", "proxyv2", false)).annotate(Annotations.PROFILE, "istio");

    assertThat(decide(pod).warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "reprot", "Agent"})
  void stillReportsItWhereTheModeSaysNothing(String mode) {
    PodExample pod =
        detected(container("kourier-gateway", "envoy", false)).annotate(Annotations.MODE, mode);

    assertThat(decide(pod).reason()).isEqualTo(Reason.MODE_REPORT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kuma.io/sidecar-injected",
        "consul.hashicorp.com/connect-inject-status",
        "sidecar.istio.io/status",
        "linkerd.io/proxy-version"
      })
  void leavesAPodWhoseHookAMeshWouldIntercept(String annotation) {
    PodExample pod = new PodExample().annotate(annotation, "x");

    assertThat(decide(pod).reason()).isEqualTo(Reason.MESH_INTERCEPTS);
    assertThat(decide(pod).detail()).isEqualTo("annotation " + annotation);
  }

  @Test
  void injectsTheMeshsOwnGateway() {
    PodExample pod =
        detected(container("istio-proxy", "proxyv2", false))
            .annotate("sidecar.istio.io/status", "{}");

    assertThat(decide(pod).reason()).isEqualTo(Reason.INJECTED);
  }

  @Test
  void letsTheKubeletSleepInAMesh() {
    PodExample pod =
        new PodExample()
            .annotate("sidecar.istio.io/status", "{}")
            .annotate(Annotations.MODE, "sleep");

    assertThat(decide(pod).reason()).isEqualTo(Reason.SLEEP_ADDED);
  }

  private static PodExample detected(PodFacts.ContainerFacts container) {
    PodExample pod = new PodExample().of(container);
    pod.annotations.clear();
    return pod;
  }
}
