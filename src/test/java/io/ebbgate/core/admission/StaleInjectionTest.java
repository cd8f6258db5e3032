package io.ebbgate.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.admission.PodFacts.ContainerFacts;
import io.ebbgate.core.admission.PodFacts.Hook;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StaleInjectionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AGENT  | OURS    | NONE | NATIVE  |
          AGENT  | NONE    | OURS | CLASSIC | container other has a hook of ours; remove it from the template
          SLEEP  | OURS    | NONE |         |
          SLEEP  | OURS    | NONE | NATIVE  | mode sleep has no sidecar; remove it from the template
          SLEEP  | NONE    | OURS |         | container other has a hook of ours; remove it from the template
          ENV    | NONE    | NONE |         |
          ENV    | OURS    | NONE |         | container envoy has a hook of ours; remove it from the template
          ENV    | FOREIGN | NONE | NATIVE  | mode env has no sidecar; remove it from the template
          REPORT | OURS    | OURS | NATIVE  |
          OFF    | OURS    | OURS | NATIVE  |
          """)
  void isWhatAnotherModeAddedAndThisOneCantTakeAway(
      Mode mode, Hook gateway, Hook other, SidecarStyle sidecar, String said) {
    PodExample pod =
        new PodExample()
            .of(
                new ContainerFacts("envoy", "envoy", List.of(), gateway),
                new ContainerFacts("other", "other", List.of(), other));
    pod.sidecar = Optional.ofNullable(sidecar);

    assertThat(StaleInjection.of(pod.facts(), "envoy", List.of(), mode))
        .isEqualTo(Optional.ofNullable(said));
  }

  @Test
  void isNotTheHookOfAContainerThatStopsAfterTheGateway() {
    PodFacts pod =
        new PodExample()
            .of(
                new ContainerFacts("envoy", "envoy", List.of(), Hook.OURS),
                new ContainerFacts("other", "other", List.of(), Hook.OURS))
            .facts();

    assertThat(StaleInjection.of(pod, "envoy", List.of("other"), Mode.AGENT)).isEmpty();
  }
}
