package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.admission.Profile.DrainVariable;
import io.ebbgate.core.admission.ReviewBudget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A profile whose chart always writes a variable, and one that it never writes. */
class DrainEnvTest {
  private static final Injection INJECTION =
      new Injection(
          new Profile(
              "wso2",
              Profile.Treatment.INJECT,
              "",
              List.of(),
              0,
              "envoy",
              "127.0.0.1:9901",
              List.of(),
              Map.of(),
              Map.of("ADMIN_ENABLED", new DrainVariable("true", Set.of("false")))),
          "envoy",
          Mode.ENV,
          Injections.agent().style(),
          false,
          "127.0.0.1:9901",
          "127.0.0.1:15981",
          false,
          Map.of(),
          Injections.agent().drain(),
          List.of(),
          List.of());

  private static ObjectNode pod(String env) {
    return Pods.of("{spec: {containers: [{name: envoy, env: [" + env + "]}]}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: A, value: b}                        | [{name: A, value: b}, {name: ADMIN_ENABLED, value: 'true'}]
          {name: ADMIN_ENABLED, value: 'false'}      | [{name: ADMIN_ENABLED, value: 'true'}]
          {name: ADMIN_ENABLED, value: 'FALSE'}      | [{name: ADMIN_ENABLED, value: 'FALSE'}]
          {name: ADMIN_ENABLED, valueFrom: {a: b}}   | [{name: ADMIN_ENABLED, valueFrom: {a: b}}]
          {name: ADMIN_ENABLED}                      | [{name: ADMIN_ENABLED}]
          """)
  void replacesAValueOnlyWhereTheProfileNamesIt(String env, String after) {
    ObjectNode pod = pod(env);

    Patch patch = Injections.patch(pod, INJECTION);

    assertThat(patch.patched().at("/spec/containers/0/env")).isEqualTo(Pods.node(after));
    assertThat(Injections.problem(pod, patch, INJECTION)).isEmpty();
    assertThat(Injections.patch(patch.patched().deepCopy(), INJECTION).operations()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: ADMIN_ENABLED, value: 'true'}     | 0
          {name: ADMIN_ENABLED, value: 'false'}    | 0
          {name: A, value: b}                      | 0
          {name: ADMIN_ENABLED, value: 'no'}       | 1
          {name: ADMIN_ENABLED, valueFrom: {a: b}} | 1
          """)
  void saysWhatStaysAsItIs(String env, int warnings) {
    assertThat(PodPatch.warnings(pod(env), INJECTION)).hasSize(warnings);
  }

  @Test
  void leavesNoMarkWhereEverythingWasThere() {
    assertThat(
            Injections.patch(pod("{name: ADMIN_ENABLED, value: 'true'}"), INJECTION).operations())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: ADMIN_ENABLED, value: 'false'} | {name: ADMIN_ENABLED, value: 'maybe'}
          {name: ADMIN_ENABLED, value: 'no'}    | {name: ADMIN_ENABLED, value: 'true'}
          {name: A, value: 'false'}             | {name: A, value: 'true'}
          {name: ADMIN_ENABLED, value: 'false'} | {name: ADMIN_ENABLED, value: 'true', more: 1}
          """)
  void seesAnyOtherReplacementInTheSelfCheck(String before, String after) {
    assertThat(
            AllowedChanges.problem(
                pod(before), pod(after), INJECTION, Optional.empty(), ReviewBudget.unlimited()))
        .isPresent();
  }
}
