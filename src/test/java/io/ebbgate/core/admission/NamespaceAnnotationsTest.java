package io.ebbgate.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.admission.AdmissionDecision.Add;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.SidecarResource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a namespace's annotations do for its pods, besides the settings of a drain. */
class NamespaceAnnotationsTest {
  private static Injection injection(PodExample pod) {
    return ((Add) PolicyExample.decide(pod)).injection();
  }

  @ParameterizedTest
  @CsvSource({
    "     , sleep, SLEEP, mode sleep from namespace",
    "agent, sleep, AGENT, mode agent from pod",
    "fast , sleep, SLEEP, mode sleep from namespace",
    "     , fast , AGENT, "
  })
  void setTheMode(String ofPod, String ofNamespace, Mode mode, String origin) {
    PodExample pod = new PodExample().annotateNamespace(Annotations.MODE, ofNamespace);
    if (ofPod != null) {
      pod.annotate(Annotations.MODE, ofPod);
    }

    Injection injection = injection(pod);

    assertThat(injection.mode()).isEqualTo(mode);
    if (origin == null) {
      assertThat(injection.origins()).noneMatch(each -> each.startsWith("mode"));
    } else {
      assertThat(injection.origins()).contains(origin);
    }
  }

  @Test
  void sayWhatIsUsedInTheirPlace() {
    PodExample pod = new PodExample().annotateNamespace(Annotations.MODE, "fast");

    assertThat(PolicyExample.decide(pod).warnings())
        .containsExactly(
            "Ebbgate: ebbgate.io/mode of namespace shop is \"fast\"; allowed is %s. The default is used."
                .formatted(Mode.ALLOWED));
  }

  @Test
  void turnItOffForPodsThatDontAskForIt() {
    PodExample pod = new PodExample().annotateNamespace(Annotations.MODE, "off");

    assertThat(PolicyExample.decide(pod).reason()).isEqualTo(Reason.MODE_OFF);
    assertThat(PolicyExample.decide(pod.annotate(Annotations.MODE, "agent")).reason())
        .isEqualTo(Reason.INJECTED);
  }

  /**
   * A product that was not drained yet is injected where its own pod asks, not a whole namespace.
   */
  @Test
  void injectNoShape() {
    PodExample pod =
        new PodExample()
            .of(PodExample.running("kourier-gateway"))
            .annotateNamespace(Annotations.MODE, "agent");
    pod.annotations.remove(Annotations.PROFILE);

    assertThat(PolicyExample.decide(pod).reason()).isEqualTo(Reason.MODE_REPORT);
  }

  @Test
  void sizeTheSidecar() {
    PodExample pod =
        new PodExample()
            .annotate(SidecarResource.CPU_LIMIT.annotation(), "200m")
            .annotateNamespace(SidecarResource.CPU_LIMIT.annotation(), "lots")
            .annotateNamespace(SidecarResource.MEMORY_LIMIT.annotation(), "96Mi");

    assertThat(injection(pod).resources())
        .isEqualTo(Map.of(SidecarResource.CPU_LIMIT, "200m", SidecarResource.MEMORY_LIMIT, "96Mi"));
    assertThat(injection(pod).warnings()).isEmpty();
  }

  @Test
  void sayThatASizeCantBeRead() {
    PodExample pod =
        new PodExample().annotateNamespace(SidecarResource.CPU_LIMIT.annotation(), "lots");

    assertThat(injection(pod).warnings())
        .singleElement()
        .asString()
        .startsWith("Ebbgate: ebbgate.io/sidecar-cpu-limit of namespace shop is \"lots\"");
  }

  /** What takes another's hook away, or gives rights, is asked for by each pod. */
  @ParameterizedTest
  @CsvSource({
    "existing-hook, replace",
    "takeover, true",
    "selective-close, true",
    "profile, istio",
    "container, other",
    "admin-address, pod:1",
    "control-address, pod:1"
  })
  void doNothingElse(String annotation, String value) {
    String key = Annotations.PREFIX + annotation;
    PodExample pod = new PodExample().annotateNamespace(key, value);

    assertThat(PolicyExample.decide(pod)).isEqualTo(PolicyExample.decide(new PodExample()));
    assertThat(NamespaceAnnotations.problems(Map.of(key, value)))
        .containsExactly(key + " belongs on the pod, and has no effect on a namespace.");
  }

  @Test
  void areAllKnownThatHaveAnEffect() {
    Map<String, String> all = new HashMap<>(Map.of(Annotations.MODE, "off", "example.com/a", "b"));
    for (SidecarResource each : SidecarResource.values()) {
      all.put(each.annotation(), "none");
    }

    assertThat(NamespaceAnnotations.problems(all)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = Setting.class, names = "STOP_ORDER", mode = EnumSource.Mode.EXCLUDE)
  void areReadAsThoseOfAPod(Setting setting) {
    assertThat(NamespaceAnnotations.problems(Map.of(setting.annotation(), setting.fallback())))
        .isEmpty();
    assertThat(NamespaceAnnotations.problems(Map.of(setting.annotation(), "?")))
        .containsExactly(
            "%s is \"?\"; allowed is %s."
                .formatted(setting.annotation(), setting.kind().allowed()));
  }

  @Test
  void areNamedWhereTheyAreMisspelt() {
    Map<String, String> wrong =
        Map.of("ebbgate.io/drain-timout", "1s", "ebbgate.io/inject", "true", "ebbgate.io/x", "y");

    assertThat(NamespaceAnnotations.problems(wrong))
        .isEqualTo(
            List.of(
                "ebbgate.io/drain-timout is no annotation of ours and has no effect; is it meant to"
                    + " be ebbgate.io/drain-timeout?",
                "ebbgate.io/inject is a label, and has no effect as an annotation.",
                "ebbgate.io/x is no annotation of ours and has no effect."));
  }
}
