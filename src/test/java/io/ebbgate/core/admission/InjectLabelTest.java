package io.ebbgate.core.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Labels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words that people have for yes and no. */
class InjectLabelTest {
  private static AdmissionDecision decide(String word, String profile) {
    return PolicyExample.decide(
        new PodExample().annotate(Annotations.PROFILE, profile).label(Labels.INJECT, word));
  }

  @ParameterizedTest
  @CsvSource({"false, 0", "False, 1", "FALSE, 1", "disabled, 1", "Disabled, 1", "no, 1", "off, 1"})
  void optsOutByAnyWordForNoAndWarnsOfAllButOne(String word, int warnings) {
    AdmissionDecision decision = decide(word, "envoy");

    assertThat(decision.reason()).isEqualTo(Reason.OPTED_OUT);
    assertThat(decision.warnings()).hasSize(warnings);
  }

  @ParameterizedTest
  @CsvSource({"true, 0", "True, 1", "enabled, 1", "yes, 1", "on, 1"})
  void optsInByAnyWordForYesAndWarnsOfAllButOne(String word, int warnings) {
    AdmissionDecision decision = decide(word, "");

    assertThat(decision.reason()).isEqualTo(Reason.INJECTED);
    assertThat(decision.warnings()).hasSize(warnings);
  }

  @ParameterizedTest
  @ValueSource(strings = {"flase", "1", "maybe"})
  void warnsOfAValueWithoutAMeaning(String word) {
    assertThat(decide(word, "envoy").warnings()).hasSize(1);
    assertThat(decide(word, "envoy").reason()).isEqualTo(Reason.INJECTED);
    assertThat(decide(word, "").reason()).isEqualTo(Reason.NO_PROFILE);
    assertThat(decide(word, "").warnings()).hasSize(1);
  }

  @Test
  void namesTheNearestWord() {
    assertThat(InjectLabel.problemOfNamespace("flase"))
        .hasValueSatisfying(text -> assertThat(text).endsWith("is it meant to be \"false\"?"));
    assertThat(InjectLabel.problemOfNamespace("Disable"))
        .hasValueSatisfying(text -> assertThat(text).contains("\"disabled\""));
    assertThat(InjectLabel.problemOfNamespace("gateways")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "true", "False", "DISABLED", "no", "on"})
  void hasNoProblemWithAWordThatTheSelectorKnows(String word) {
    assertThat(InjectLabel.problemOfNamespace(word)).isEmpty();
  }
}
