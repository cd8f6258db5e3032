package io.ebbgate.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.SidecarResource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnknownAnnotationsTest {
  private static final String NOTHING = " is no annotation of ours and has no effect";

  @ParameterizedTest
  @CsvSource({
    "drain-timout, drain-timeout",
    "draintimeout, drain-timeout",
    "drain_timeout, drain-timeout",
    "mod, mode",
    "Profile, profile",
    "existing-hooks, existing-hook"
  })
  void namesTheAnnotationThatIsMeant(String written, String meant) {
    PodExample pod = new PodExample().annotate("ebbgate.io/" + written, "1s");

    assertThat(UnknownAnnotations.warnings(pod.facts()))
        .containsExactly(
            "Ebbgate: ebbgate.io/%s%s; is it meant to be ebbgate.io/%s?"
                .formatted(written, NOTHING, meant));
  }

  @Test
  void namesNoneWhereNoneIsNear() {
    PodExample pod = new PodExample().annotate("ebbgate.io/timeout", "1s");

    assertThat(UnknownAnnotations.warnings(pod.facts()))
        .containsExactly("Ebbgate: ebbgate.io/timeout" + NOTHING + ".");
  }

  @Test
  void saysThatALabelIsNoAnnotation() {
    PodExample pod = new PodExample().annotate("ebbgate.io/inject", "true");

    assertThat(UnknownAnnotations.warnings(pod.facts()))
        .containsExactly(
            "Ebbgate: ebbgate.io/inject is a label, and has no effect as an annotation.");
  }

  @Test
  void saysThatAnAnnotationIsNoLabelAndThatALabelIsUnknown() {
    PodExample pod =
        new PodExample()
            .label("ebbgate.io/drain-timeout", "1s")
            .label("ebbgate.io/injekt", "true")
            .label("ebbgate.io/injected", "true");

    assertThat(UnknownAnnotations.warnings(pod.facts()))
        .containsExactly(
            "Ebbgate: ebbgate.io/drain-timeout is an annotation, and has no effect as a label.",
            "Ebbgate: ebbgate.io/injekt is no label of ours and has no effect.");
  }

  @Test
  void knowsEveryAnnotationThereIs() {
    PodExample pod = new PodExample().annotate("example.com/drain-timout", "1s");
    for (Setting setting : Setting.values()) {
      pod.annotate(setting.annotation(), "1s");
    }
    for (SidecarResource each : SidecarResource.values()) {
      pod.annotate(each.annotation(), "1");
    }
    for (String name :
        List.of(
            Annotations.PROFILE,
            Annotations.MODE,
            Annotations.CONTAINER,
            Annotations.ADMIN_ADDRESS,
            Annotations.CONTROL_ADDRESS,
            Annotations.EXISTING_HOOK,
            Annotations.TAKEOVER,
            Annotations.STATUS)) {
      pod.annotate(name, "x");
    }

    assertThat(UnknownAnnotations.warnings(pod.facts())).isEmpty();
  }

  @Test
  void tellsFiveAtMostInTheirOrder() {
    PodExample pod = new PodExample();
    for (char letter = 'h'; letter >= 'a'; letter--) {
      pod.annotate("ebbgate.io/unknown-" + letter, "1s");
    }

    assertThat(UnknownAnnotations.warnings(pod.facts())).hasSize(5).isSorted();
  }

  @Test
  void isCheckedOnEveryPodThatMayBeAGateway() {
    PodExample typo = new PodExample().annotate("ebbgate.io/profil", "envoy");
    typo.annotations.remove(Annotations.PROFILE);

    assertThat(decide(typo).reason()).isEqualTo(Reason.NO_PROFILE);
    assertThat(decide(typo).warnings()).hasSize(1);
    assertThat(decide(new PodExample().annotate("ebbgate.io/mod", "sleep")).warnings()).hasSize(1);
  }

  private static AdmissionDecision decide(PodExample pod) {
    return AdmissionRules.decide(
        pod.facts(), PolicyExample.lenient(Map.of()), List.of(PolicyExample.envoy(Map.of())));
  }
}
