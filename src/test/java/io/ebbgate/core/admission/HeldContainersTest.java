package io.ebbgate.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.admission.PodFacts.ContainerFacts;
import io.ebbgate.core.admission.PodFacts.Hook;
import io.ebbgate.core.config.StopOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldContainersTest {
  private final PodFacts pod =
      new PodExample()
          .of(
              new ContainerFacts("router", "envoy", List.of(), Hook.NONE),
              new ContainerFacts("policy", "policy", List.of(), Hook.NONE),
              new ContainerFacts("executor", "executor", List.of(), Hook.OURS),
              new ContainerFacts("logs", "logs", List.of(), Hook.FOREIGN))
          .facts();

  @Test
  void areThoseWithoutAHookOfAUsersOwn() {
    HeldContainers held = of("policy:9002,executor:9003");

    assertThat(held.names()).containsExactly("policy", "executor");
    assertThat(held.warnings()).isEmpty();
  }

  @Test
  void warnsOfWhatCannotWait() {
    HeldContainers held = of("router:1,policy:2,logs:3,other:4");

    assertThat(held.names()).containsExactly("policy");
    assertThat(held.warnings())
        .containsExactly(
            "Ebbgate: ebbgate.io/stop-order: container router is the gateway, which stops first.",
            "Ebbgate: ebbgate.io/stop-order: container logs keeps its own preStop hook and waits"
                + " for nothing else.",
            "Ebbgate: ebbgate.io/stop-order: there is no container other.");
  }

  private HeldContainers of(String order) {
    return HeldContainers.of(pod, "router", StopOrder.parse(order).orElseThrow());
  }
}
