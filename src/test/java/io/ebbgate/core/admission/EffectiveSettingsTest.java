package io.ebbgate.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.admission.AdmissionDecision.Add;
import io.ebbgate.core.admission.AdmissionDecision.Refuse;
import io.ebbgate.core.contract.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which value of a setting is used: the first that can be read of pod, namespace and others. */
class EffectiveSettingsTest {
  private static final Setting SETTING = Setting.GATEWAY_EXIT;

  private static AdmissionDecision decide(
      boolean strict, String ofPod, String ofNamespace, String ofProfile, String ofChart) {
    Map<Setting, String> chart = ofChart == null ? Map.of() : Map.of(SETTING, ofChart);
    AdmissionPolicy policy = strict ? PolicyExample.strict(chart) : PolicyExample.lenient(chart);
    Profile profile =
        PolicyExample.envoy(ofProfile == null ? Map.of() : Map.of(SETTING, ofProfile));
    PodExample pod = new PodExample();
    if (ofPod != null) {
      pod.annotate(SETTING.annotation(), ofPod);
    }
    if (ofNamespace != null) {
      pod.annotateNamespace(SETTING.annotation(), ofNamespace);
    }
    return AdmissionRules.decide(pod.facts(), policy, List.of(profile));
  }

  @ParameterizedTest
  @CsvSource({
    "9s, 8s, 6s, 3s, 9, pod",
    "  , 8s, 6s, 3s, 8, namespace",
    "'', 8s, 6s, 3s, 8, namespace",
    "x , 8s, 6s, 3s, 8, namespace",
    "x , '', 6s, 3s, 6, profile",
    "  , x , 6s, 3s, 6, profile",
    "  ,   , 6s, 3s, 6, profile",
    "x , x , x , 3s, 3, chart",
    "x , x , x , x , 1, ",
    "x ,   ,   , 3s, 3, chart",
    "  ,   ,   ,   , 1, ",
    "1s, 8s, 6s, 3s, 1, pod"
  })
  void isTheFirstThatCanBeRead(
      String ofPod,
      String ofNamespace,
      String ofProfile,
      String ofChart,
      long seconds,
      String origin) {
    Injection injection = ((Add) decide(false, ofPod, ofNamespace, ofProfile, ofChart)).injection();

    assertThat(injection.drain().gatewayExit()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(injection.changed())
        .isEqualTo(seconds == 1 ? Map.of() : Map.of(SETTING, seconds + "s"));
    assertThat(injection.origins())
        .isEqualTo(
            origin == null
                ? List.of()
                : List.of("gateway-exit %ds from %s".formatted(seconds, origin)));
  }

  @ParameterizedTest
  @CsvSource({
    "8s, 6s, 3s, The namespace's 8s is used.",
    "  , 6s, 3s, The profile's 6s is used.",
    "  ,   , 3s, The chart's 3s is used.",
    "  ,   ,   , The default is used."
  })
  void saysOfAValueThatCantBeReadWhatIsUsedInstead(
      String ofNamespace, String ofProfile, String ofChart, String sentence) {
    assertThat(decide(false, "five", ofNamespace, ofProfile, ofChart).warnings())
        .containsExactly(
            "Ebbgate: ebbgate.io/gateway-exit is \"five\"; allowed is a duration such as 30s,"
                + " 1m30s or 500ms. "
                + sentence);
  }

  @Test
  void saysWhoseValueItIs() {
    assertThat(decide(false, "w", "x", "y", "z").warnings())
        .satisfiesExactly(
            pod -> assertThat(pod).contains("ebbgate.io/gateway-exit is \"w\""),
            namespace ->
                assertThat(namespace)
                    .contains("ebbgate.io/gateway-exit of namespace shop is \"x\""),
            profile -> assertThat(profile).contains("gateway-exit of profile envoy is \"y\""),
            chart -> assertThat(chart).contains("EBBGATE_DEFAULT_GATEWAY_EXIT is \"z\""));
  }

  @Test
  void saysNothingOfAValueThatIsNotUsed() {
    assertThat(decide(true, "9s", "w", "x", "y").warnings()).isEmpty();
  }

  @Test
  void refusesThePodInStrictMode() {
    AdmissionDecision decision = decide(true, "five", "", "6s", "3s");

    assertThat(decision).isInstanceOf(Refuse.class);
    assertThat(decision.detail())
        .isEqualTo(
            "ebbgate.io/gateway-exit is \"five\"; allowed is a duration such as 30s, 1m30s or"
                + " 500ms.");
  }

  /** As a bad value of the pod's own does. */
  @Test
  void refusesThePodInStrictModeForItsNamespaceToo() {
    AdmissionDecision decision = decide(true, "", "five", "6s", "3s");

    assertThat(decision).isInstanceOf(Refuse.class);
    assertThat(decision.detail()).startsWith("ebbgate.io/gateway-exit of namespace shop is ");
  }
}
