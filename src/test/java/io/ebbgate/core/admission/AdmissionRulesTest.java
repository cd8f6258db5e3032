package io.ebbgate.core.admission;

import static io.ebbgate.core.admission.PodExample.container;
import static io.ebbgate.core.admission.PolicyExample.decide;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ebbgate.core.admission.AdmissionDecision.Add;
import io.ebbgate.core.admission.AdmissionDecision.Refuse;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.testkit.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AdmissionRulesTest {
  /** In the order of the decision: what makes a pod end there, and with which reason. */
  private static final List<Map.Entry<Reason, Consumer<PodExample>>> ORDER =
      List.of(
          Map.entry(Reason.NOT_A_POD_CREATE, pod -> pod.creating = false),
          Map.entry(Reason.MIRROR_POD, pod -> pod.mirror = true),
          Map.entry(Reason.WINDOWS, pod -> pod.windows = true),
          Map.entry(Reason.RUNS_TO_COMPLETION, pod -> pod.restartsAlways = false),
          Map.entry(Reason.OWN_NAMESPACE, pod -> pod.namespace = "ebbgate"),
          Map.entry(Reason.OPTED_OUT, pod -> pod.label(Labels.INJECT, "false")),
          Map.entry(Reason.UNKNOWN_PROFILE, pod -> pod.annotate(Annotations.PROFILE, "nginx")),
          Map.entry(
              Reason.NO_GATEWAY_CONTAINER, pod -> pod.annotate(Annotations.CONTAINER, "proxy")),
          Map.entry(Reason.HOOK_KEPT, AdmissionRulesTest::hook),
          Map.entry(
              Reason.MESH_INTERCEPTS, pod -> pod.annotate("kuma.io/sidecar-injected", "true")),
          Map.entry(Reason.MODE_OFF, pod -> pod.annotate(Annotations.MODE, "off")));

  static Stream<Arguments> order() {
    return ORDER.stream().map(each -> arguments(each.getKey(), each.getValue()));
  }

  @ParameterizedTest
  @MethodSource("order")
  void leavesAPodForEachReason(Reason reason, Consumer<PodExample> change) {
    PodExample pod = new PodExample();
    change.accept(pod);

    assertThat(decide(pod).reason()).isEqualTo(reason);
  }

  @Test
  void givesTheEarliestReasonWhereSeveralHold() {
    Property.holds(
        500,
        random -> {
          List<Integer> chosen = new ArrayList<>();
          PodExample pod = new PodExample();
          for (int i = 0; i < ORDER.size(); i++) {
            if (random.nextInt(4) == 0) {
              ORDER.get(i).getValue().accept(pod);
              chosen.add(i);
            }
          }
          Reason expected =
              chosen.isEmpty() ? Reason.INJECTED : ORDER.get(chosen.getFirst()).getKey();
          assertThat(decide(pod).reason()).isEqualTo(expected);
        });
  }

  @Test
  void leavesExcludedNamespacesAlone() {
    PodExample pod = new PodExample();
    pod.namespace = "kube-system";

    assertThat(decide(pod).reason()).isEqualTo(Reason.EXCLUDED_NAMESPACE);
  }

  @ParameterizedTest
  @MethodSource("order")
  void saysTheWordInTheWarningWhereItWarns(Reason reason, Consumer<PodExample> change) {
    PodExample pod = new PodExample();
    change.accept(pod);

    assertThat(decide(pod).warnings())
        .allSatisfy(warning ->
            assertThat(warning)
                .startsWith("Ebbgate: " + reason.wireName() + ": " + reason.sentence() + " ("));
  }

  @Test
  void saysThatItOnlyReports() {
    assertThat(decide(new PodExample().annotate(Annotations.MODE, "report")).warnings())
        .containsExactly("Ebbgate: mode_report: the mode is report (profile envoy).");
  }

  @Test
  void injectsAPlainEnvoyThatAsksForIt() {
    Add add = (Add) decide(new PodExample());

    assertThat(add.injection().container()).isEqualTo("gateway");
    assertThat(add.injection().admin()).isEqualTo("127.0.0.1:9901");
    assertThat(add.warnings()).isEmpty();
  }

  @Test
  void asksWhichOfSeveralContainersIsTheGateway() {
    PodExample pod =
        new PodExample().of(container("a", "envoy", false), container("b", "envoy", false));

    assertThat(decide(pod).detail())
        .isEqualTo("the pod has 2 containers; name one in ebbgate.io/container");
  }

  @Test
  void replacesAHookWhereThatIsAskedFor() {
    PodExample pod = new PodExample().annotate(Annotations.EXISTING_HOOK, "replace");
    hook(pod);

    assertThat(decide(pod).reason()).isEqualTo(Reason.INJECTED);
  }

  @Test
  void repairsAPodThatWasChangedBefore() {
    PodExample pod = new PodExample();
    pod.marked = true;

    assertThat(decide(pod).reason()).isEqualTo(Reason.REPAIRED);
  }

  @Test
  void namesAProbeThatAnotherProgramAddedToTheSidecar() {
    PodExample pod = new PodExample();
    pod.marked = true;
    pod.probed = true;

    assertThat(decide(pod).reason()).isEqualTo(Reason.PROBE_REMOVED);
  }

  @ParameterizedTest
  @MethodSource("order")
  void leavesAPodThatWasChangedBeforeForTheSameReasons(Reason reason, Consumer<PodExample> change) {
    PodExample pod = new PodExample();
    pod.marked = true;
    change.accept(pod);

    assertThat(decide(pod).reason()).isEqualTo(reason);
  }

  @Test
  void warnsAboutAPodThatWasChangedBeforeAsTheFirstTime() {
    PodExample pod = new PodExample().annotate(Setting.MIN_DRAIN.annotation(), "five");
    pod.marked = true;

    assertThat(decide(pod).warnings()).hasSize(1);
    assertThat(
            AdmissionRules.decide(
                pod.facts(), PolicyExample.strict(Map.of()), PolicyExample.PROFILES))
        .isInstanceOf(Refuse.class);
  }

  @Test
  void addsTheKubeletsSleepInThatMode() {
    assertThat(decide(new PodExample().annotate(Annotations.MODE, "sleep")).reason())
        .isEqualTo(Reason.SLEEP_ADDED);
  }

  private static void hook(PodExample pod) {
    pod.of(container("gateway", "envoy", true));
  }
}
