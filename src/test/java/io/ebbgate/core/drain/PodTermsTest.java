package io.ebbgate.core.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.verdict.Trigger;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodTermsTest {
  @Test
  void takesAGraceThatIsLongerThanAnyDrainForADay() {
    SettingReader reader = new SettingReader(Map.of(Env.GRACE_PERIOD, "48h"));
    assertThat(PodTerms.read(reader).grace()).isEqualTo(Duration.ofHours(24));
    assertThat(reader.problems()).isEmpty();
  }

  private static PodTerms read(String name, String text) {
    SettingReader reader = new SettingReader(Map.of(Env.GRACE_PERIOD, "90s", name, text));
    PodTerms terms = PodTerms.read(reader);
    assertThat(reader.problems()).isEmpty();
    return terms;
  }

  @Test
  void readsProbesAndPorts() {
    assertThat(read(Env.PROBES, "8080@10s,1@500ms").probes())
        .containsExactly(
            new Probe(8080, Duration.ofSeconds(10)), new Probe(1, Duration.ofMillis(500)));
    assertThat(read(Env.IGNORE_PORTS, "15021,1").ignoredPorts()).isEqualTo(Set.of(15021, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8080", "@10s", "0@10s", "8080@0s", "8080@", "8080@10s,", "x@10s"})
  void refusesWhatIsNoProbe(String text) {
    SettingReader reader = new SettingReader(Map.of(Env.PROBES, text));
    var _ = PodTerms.read(reader);
    assertThat(reader.problems()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "15021,", "x", "70000"})
  void refusesWhatIsNoPort(String text) {
    SettingReader reader = new SettingReader(Map.of(Env.IGNORE_PORTS, text));
    var _ = PodTerms.read(reader);
    assertThat(reader.problems()).hasSize(1);
  }

  @Test
  void aDrainIsShortenedOnlyByADeletionThatGrantsLessThanTheSpec() {
    PodTerms pod = read(Setting.DRAIN_TIMEOUT.env(), "100s");
    Plan plan = DrainTesting.immediatePlan();
    Duration less = Duration.ofSeconds(30);

    assertThat(pod.begin(Trigger.DELETION, 7, plan, less).shortened()).isTrue();
    assertThat(pod.begin(Trigger.DELETION, 7, plan, pod.grace()).shortened()).isFalse();
    assertThat(pod.begin(Trigger.CONTROL, 7, plan, less).shortened()).isFalse();
    assertThat(pod.begin(Trigger.DELETION, 7, plan, less).startedAt()).isEqualTo(7);
  }

  @Test
  void canGoWithoutClosingByForce() {
    PodTerms pod = read(Setting.FORCE_CLOSE.env(), "all");

    PodTerms without = pod.withoutForceClose("The kernel refuses it.");

    assertThat(without.settings()).isEqualTo(pod.settings().withoutForceClose());
    assertThat(without.notes()).containsExactly("The kernel refuses it.");
  }

  /** Of a probe every two seconds on a listener that is counted, and of one on another port. */
  @Test
  void probesOfCountedListenersAreBackground() {
    DrainTerms terms =
        read(Env.PROBES, "8080@2s,9@1s")
            .begin(Trigger.DELETION, 0, DrainTesting.immediatePlan(), Duration.ofSeconds(90));

    assertThat(terms.background()).isEqualTo(0.5);
  }

  @Test
  void knowsTheLongestTimeoutsAndTheFirstPortOfAListener() {
    ListenerFacts web = DrainTesting.http("web", 8080);

    assertThat(web.port()).isEqualTo(8080);
    assertThat(DrainTesting.http("pipe", 0).port()).isZero();
    assertThat(web.drainTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(web.delayedCloseTimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(web.idleTimeout()).isEqualTo(Duration.ofHours(1));
    assertThat(web.isHttp()).isTrue();
  }
}
