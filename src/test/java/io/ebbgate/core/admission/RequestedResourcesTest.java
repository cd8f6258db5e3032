package io.ebbgate.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.admission.AdmissionDecision.Add;
import io.ebbgate.core.admission.AdmissionDecision.Refuse;
import io.ebbgate.core.contract.SidecarResource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestedResourcesTest {
  private static final Map<SidecarResource, String> CHART =
      Map.of(SidecarResource.CPU_REQUEST, "20m", SidecarResource.CPU_LIMIT, "200m");

  private static AdmissionDecision decide(PodExample pod, AdmissionPolicy policy) {
    return AdmissionRules.decide(pod.facts(), policy.sized(CHART), PolicyExample.PROFILES);
  }

  private static Injection injection(PodExample pod) {
    return ((Add) decide(pod, PolicyExample.lenient(Map.of()))).injection();
  }

  @Test
  void areThePodsAndElseTheCharts() {
    PodExample pod =
        new PodExample()
            .annotate("ebbgate.io/sidecar-cpu-limit", "none")
            .annotate("ebbgate.io/sidecar-memory-request", "96Mi");

    assertThat(injection(pod).resources())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                SidecarResource.CPU_REQUEST, "20m",
                SidecarResource.CPU_LIMIT, "none",
                SidecarResource.MEMORY_REQUEST, "96Mi"));
    assertThat(injection(pod).warnings()).isEmpty();
  }

  /** A request above its limit would be refused by the API server. */
  @Test
  void areOfTheChartOnlyWhereTheyDoNotContradictThePods() {
    assertThat(injection(new PodExample().annotate("ebbgate.io/sidecar-cpu-limit", "10m")))
        .satisfies(found ->
            assertThat(found.resources()).isEqualTo(Map.of(SidecarResource.CPU_LIMIT, "10m")))
        .satisfies(found -> assertThat(found.warnings()).isEmpty());
    assertThat(
            injection(new PodExample().annotate("ebbgate.io/sidecar-cpu-request", "1")).resources())
        .isEqualTo(Map.of(SidecarResource.CPU_REQUEST, "1"));
  }

  @Test
  void warnOfARequestAboveItsLimitAndOfWhatIsNoAmount() {
    PodExample pod =
        new PodExample()
            .annotate("ebbgate.io/sidecar-cpu-request", "2")
            .annotate("ebbgate.io/sidecar-cpu-limit", "500m")
            .annotate("ebbgate.io/sidecar-memory-limit", "64m");

    assertThat(injection(pod).resources())
        .isEqualTo(Map.of(SidecarResource.CPU_LIMIT, "500m", SidecarResource.CPU_REQUEST, "20m"));
    assertThat(injection(pod).warnings()).hasSize(2);
    assertThat(decide(pod, PolicyExample.strict(Map.of()))).isInstanceOf(Refuse.class);
  }

  @Test
  void giveAnInjectionAnotherHash() {
    String image = "ebbgate/drain-sidecar:1";
    Injection one = injection(new PodExample());
    Injection other = injection(new PodExample().annotate("ebbgate.io/sidecar-cpu-limit", "1"));

    assertThat(InjectionHash.of(one, image, Optional.empty()))
        .isNotEqualTo(InjectionHash.of(other, image, Optional.empty()));
  }
}
