package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.ReviewBudget;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sidecar's image may be in another registry than the pod's own. */
class PullSecretsTest {
  private static final PatchInputs INPUTS =
      new PatchInputs(
          new PodToken("not-a-token", Optional.empty()),
          "mirror/drain-sidecar:1",
          Optional.empty(),
          List.of("ours"),
          "0",
          "injected",
          "1",
          Optional.empty(),
          LimitRanges.NONE);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {containers: [{name: envoy}]}                                             | [{name: ours}]
          {imagePullSecrets: null, containers: [{name: envoy}]}                     | [{name: ours}]
          {imagePullSecrets: [{name: theirs}], containers: [{name: envoy}]}         | [{name: theirs}, {name: ours}]
          {imagePullSecrets: [{name: ours}, {}], containers: [{name: envoy}]}       | [{name: ours}, {}]
          """)
  void areAddedToThoseOfThePod(String spec, String secrets) {
    ObjectNode pod = Pods.of("{spec: " + spec + "}");
    Injection injection = Injections.agent();

    Patch patch = PodPatch.of(pod, injection, INPUTS);

    assertThat(patch.patched().at("/spec/imagePullSecrets")).isEqualTo(Pods.node(secrets));
    assertThat(Injections.problem(pod, patch, injection)).isEmpty();
    assertThat(PodPatch.of((ObjectNode) patch.patched(), injection, INPUTS).operations()).isEmpty();
  }

  @Test
  void areNotNeededWhereNoImageIsPulled() {
    Patch patch = PodPatch.of(Pods.plain(), Injections.mode(Mode.SLEEP).make(), INPUTS);

    assertThat(patch.patched().at("/spec/imagePullSecrets").isMissingNode()).isTrue();
  }

  @Test
  void mayNotTakeThePlaceOfThePodsOwn() {
    ObjectNode before =
        Pods.of("{spec: {imagePullSecrets: [{name: a}], containers: [{name: envoy}]}}");
    ObjectNode after =
        Pods.of("{spec: {imagePullSecrets: [{name: b}], containers: [{name: envoy}]}}");

    assertThat(
            AllowedChanges.problem(
                before, after, Injections.agent(), Optional.empty(), ReviewBudget.unlimited()))
        .hasValue("something of the pod would be lost at /spec/imagePullSecrets/0/name");
  }
}
