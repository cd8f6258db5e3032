package io.ebbgate.core.admission;

import static io.ebbgate.core.admission.PodExample.container;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.admission.AdmissionDecision.Add;
import io.ebbgate.core.admission.Evidence.Kind;
import io.ebbgate.core.admission.Profile.ManagerHook;
import io.ebbgate.core.contract.Annotations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A product with a drain manager and a hook of its own. */
class TakeoverTest {
  private static final Profile CONTOUR = contour(Optional.empty());

  private static Profile contour(Optional<ManagerHook> managerHook) {
    return new Profile(
        "contour",
        Profile.Treatment.OWN_MANAGER,
        "Contour runs a shutdown manager",
        List.of(new Evidence(Kind.CONTAINER, "shutdown-manager", "", "", 2)),
        2,
        Optional.empty(),
        "envoy",
        "unix:/admin/admin.sock",
        List.of(8002),
        Map.of(),
        Map.of(),
        "",
        managerHook);
  }

  private final PodExample pod =
      new PodExample()
          .of(container("shutdown-manager", "contour", true), container("envoy", "envoy", true));

  private AdmissionDecision decide() {
    return AdmissionRules.decide(pod.facts(), PolicyExample.lenient(Map.of()), List.of(CONTOUR));
  }

  @BeforeEach
  void detect() {
    pod.annotations.clear();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``    | ebbgate.io/takeover: "true" would take it over
          false | ebbgate.io/takeover: "true" would take it over
          yes   | ebbgate.io/takeover is "yes", allowed is true or false
          """)
  void isNotDoneUnlessAskedFor(String written, String hint) {
    pod.annotate(Annotations.TAKEOVER, written);

    assertThat(decide().reason()).isEqualTo(Reason.OWN_DRAIN_MANAGER);
    assertThat(decide().warnings()).singleElement().asString().endsWith(hint + ").");
  }

  @Test
  void replacesTheProductsHookAndSaysThatItsManagerStays() {
    pod.annotate(Annotations.TAKEOVER, "true");

    Add add = (Add) decide();

    assertThat(add.reason()).isEqualTo(Reason.INJECTED);
    assertThat(add.injection().container()).isEqualTo("envoy");
    assertThat(add.injection().admin()).isEqualTo("unix:/admin/admin.sock");
    assertThat(add.warnings())
        .containsExactly("Ebbgate: the product's own drain manager still runs beside the sidecar.");
  }

  @Test
  void saysThatTheManagersHookIsReplacedTooWhereTheProfileKnowsHow() {
    pod.annotate(Annotations.TAKEOVER, "true");
    Profile contour = contour(Optional.of(new ManagerHook("shutdown-manager", "/healthz", 8090)));

    assertThat(
            AdmissionRules.decide(pod.facts(), PolicyExample.lenient(Map.of()), List.of(contour))
                .warnings())
        .containsExactly(
            "Ebbgate: the hook of container shutdown-manager is replaced too, so that the product's"
                + " own drain manager does nothing.");
  }

  @Test
  void keepsAHookThatIsAskedToStay() {
    pod.annotate(Annotations.TAKEOVER, "true").annotate(Annotations.EXISTING_HOOK, "keep");

    assertThat(decide().reason()).isEqualTo(Reason.HOOK_KEPT);
  }
}
