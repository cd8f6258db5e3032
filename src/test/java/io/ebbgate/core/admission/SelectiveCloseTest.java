package io.ebbgate.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.admission.AdmissionDecision.Add;
import io.ebbgate.core.config.ForceClose;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Setting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may have connections closed by the kernel, and what becomes of {@code force-close}. */
class SelectiveCloseTest {
  private final PodExample pod =
      new PodExample()
          .annotate(Annotations.SELECTIVE_CLOSE, "true")
          .annotate(Setting.FORCE_CLOSE.annotation(), "all");

  private AdmissionPolicy policy =
      PolicyExample.strict(Map.of(Setting.SPREAD, "9s")).selectiveClose(true);

  @BeforeEach
  void privileged() {
    pod.privilegedNamespace = true;
  }

  private Injection injected() {
    return ((Add)
            AdmissionRules.decide(pod.facts(), policy, List.of(PolicyExample.envoy(Map.of()))))
        .injection();
  }

  @Test
  void isOnWherePodChartAndNamespaceAllowItAndSaysWhatItCosts() {
    Injection injection = injected();

    assertThat(injection.selectiveClose()).isEqualTo(SelectiveClose.ON);
    assertThat(injection.changed()).containsEntry(Setting.FORCE_CLOSE, "all");
    assertThat(injection.drain().forceClose()).isEqualTo(ForceClose.ALL);
    assertThat(injection.warnings())
        .singleElement()
        .asString()
        .contains(Annotations.SELECTIVE_CLOSE, "user 0", "NET_ADMIN");
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void withoutItForceCloseIsRefusedAndThePodIsNot(boolean strict) {
    policy = (strict ? PolicyExample.strict(Map.of()) : PolicyExample.lenient(Map.of()));
    pod.annotations.remove(Annotations.SELECTIVE_CLOSE);

    Injection injection = injected();

    assertThat(injection.selectiveClose()).isEqualTo(SelectiveClose.NOT_REQUESTED);
    assertThat(injection.changed()).doesNotContainKey(Setting.FORCE_CLOSE);
    assertThat(injection.drain().forceClose()).isEqualTo(ForceClose.OFF);
    assertThat(injection.warnings())
        .singleElement()
        .asString()
        .contains("ebbgate.io/force-close is all", "needs ebbgate.io/selective-close: \"true\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chart", "namespace", "node", "socket"})
  void eachRefusalNamesItsReasonAndTakesForceCloseAlong(String by) {
    String reason =
        switch (by) {
          case "chart" -> {
            policy = policy.selectiveClose(false);
            yield "selectiveClose is false";
          }
          case "namespace" -> {
            pod.privilegedNamespace = false;
            yield "pod-security.kubernetes.io/enforce: privileged";
          }
          case "node" -> {
            pod.hostNetwork = true;
            yield "hostNetwork";
          }
          default -> {
            pod.annotate(Annotations.ADMIN_ADDRESS, "unix:/admin/admin.sock");
            yield "Unix socket";
          }
        };

    Injection injection = injected();

    assertThat(injection.selectiveClose())
        .isNotIn(SelectiveClose.ON, SelectiveClose.NOT_REQUESTED)
        .extracting(refused -> SelectiveClose.named(refused.wireName()).orElseThrow())
        .isEqualTo(injection.selectiveClose());
    assertThat(injection.changed()).doesNotContainKey(Setting.FORCE_CLOSE);
    assertThat(injection.warnings()).hasSize(2).allMatch(each -> each.contains(reason));
  }

  private static String hash(Injection injection) {
    return InjectionHash.of(injection, "image", Optional.empty());
  }

  /** A sidecar that is refused it has the reason in its environment. */
  @Test
  void changesTheHashOfThoseThatRequestItAlone() {
    Injection with = injected();
    pod.privilegedNamespace = false;
    pod.annotations.remove(Setting.FORCE_CLOSE.annotation());
    Injection refused = injected();
    pod.annotations.remove(Annotations.SELECTIVE_CLOSE);
    Injection never = injected();
    policy = policy.selectiveClose(false);

    assertThat(List.of(hash(with), hash(refused), hash(never))).doesNotHaveDuplicates();
    assertThat(hash(injected())).isEqualTo(hash(never));
  }
}
