package io.ebbgate.core.admission;

import static io.ebbgate.core.admission.PodExample.container;
import static io.ebbgate.core.admission.PodExample.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.admission.Evidence.Kind;
import org.junit.jupiter.api.Test;

class EvidenceTest {
  private static final Evidence ROUTER = new Evidence(Kind.ARGUMENT, "router", "", "proxy", 1);
  private static final Evidence IMAGE = new Evidence(Kind.IMAGE, "proxyv2", "", "proxy", 1);

  @Test
  void takesAnArgumentOfItsOwnContainerOnly() {
    assertThat(ROUTER.speaksFor(pod(running("proxy", "proxy", "router")))).isTrue();
    assertThat(ROUTER.speaksFor(pod(running("app", "router"), running("proxy", "sidecar"))))
        .isFalse();
  }

  @Test
  void takesAnImageOfItsOwnContainerOnly() {
    assertThat(IMAGE.speaksFor(pod(container("proxy", "istio/proxyv2:1", false)))).isTrue();
    assertThat(IMAGE.speaksFor(pod(container("app", "istio/proxyv2:1", false)))).isFalse();
  }

  @Test
  void takesAnyContainerWhereItNamesNone() {
    Evidence anywhere = new Evidence(Kind.ARGUMENT, "router", "", "", 1);

    assertThat(anywhere.speaksFor(pod(running("app", "router")))).isTrue();
  }

  private static PodFacts pod(PodFacts.ContainerFacts... containers) {
    return new PodExample().of(containers).facts();
  }
}
