package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.ProductSettings;
import io.ebbgate.core.admission.ProductValue.Element;
import io.ebbgate.core.admission.ProductValue.Inherited;
import io.ebbgate.core.admission.ProductValue.Single;
import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.admission.ReviewBudget;
import io.ebbgate.core.admission.SelectiveClose;
import io.ebbgate.core.contract.Annotations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A profile whose chart always writes a variable, and one that it never writes. */
class ProductPatchTest {
  private static final Injection INJECTION =
      injection(
          Mode.ENV,
          new ProductSettings(
              Map.of("ADMIN_ENABLED", new Single("true", Set.of("false"))), Map.of(), Map.of()));

  /** As Istio's: a list in an annotation, which the proxy's configuration may have as well. */
  private static final Injection LIST =
      injection(
          Mode.AGENT,
          new ProductSettings(
              Map.of(),
              Map.of(
                  "stats",
                  new Element("cx_active", Optional.of(new Inherited("CONFIG", "/matcher/list")))),
              Map.of()));

  private static final Injection OPTION =
      injection(
          Mode.ENV,
          new ProductSettings(Map.of(), Map.of(), Map.of("--drain-strategy", "immediate")));

  private static Injection injection(Mode mode, ProductSettings sets) {
    return new Injection(
        new Profile(
            "wso2",
            Profile.Treatment.INJECT,
            "",
            List.of(),
            0,
            Optional.empty(),
            "envoy",
            "127.0.0.1:9901",
            List.of(),
            Map.of(),
            Map.of(mode, sets),
            "",
            Optional.empty()),
        "envoy",
        mode,
        Injections.agent().style(),
        false,
        "127.0.0.1:9901",
        "127.0.0.1:15981",
        SelectiveClose.NOT_REQUESTED,
        Map.of(),
        Map.of(),
        Injections.agent().drain(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                | {stats: 'cx_active'}
          {annotations: {stats: 'a'}}       | {stats: 'a,cx_active'}
          {annotations: {stats: 'a,b'}}     | {stats: 'a,b,cx_active'}
          {annotations: {stats: cx_active}} | {stats: 'cx_active'}
          {annotations: {other: 'a'}}       | {other: 'a', stats: 'cx_active'}
          """)
  void addsOneElementAndKeepsThoseOfTheList(String metadata, String after) {
    ObjectNode pod = Pods.of("{metadata: " + metadata + ", spec: {containers: [{name: envoy}]}}");

    Patch patch = Injections.patch(pod, LIST);

    assertThat(own(patch.patched())).isEqualTo(Pods.node(after));
    assertThat(Injections.problem(pod, patch, LIST)).isEmpty();
    assertThat(own(Injections.patch(patch.patched().deepCopy(), LIST).patched()))
        .isEqualTo(Pods.node(after));
  }

  private static JsonNode own(JsonNode pod) {
    ObjectNode annotations = pod.path("metadata").path("annotations").deepCopy();
    annotations.remove(List.of(Annotations.STATUS, Annotations.DEFAULT_CONTAINER));
    return annotations;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"matcher": {"list": ["a", "b"]}} | a,b,cx_active
          {"matcher": {}}                   | cx_active
          {"matcher": {"list": []}}         | cx_active
          """)
  void takesOverTheListThatTheProductWouldUse(String config, String after) {
    ObjectNode pod = pod("{name: CONFIG, value: '" + config + "'}");

    assertThat(own(Injections.patch(pod, LIST).patched()).path("stats").asText()).isEqualTo(after);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{name: CONFIG, value: 'no JSON'}",
        "{name: CONFIG, value: '{\"matcher\": {\"list\": [1]}}'}",
        "{name: CONFIG, value: '{\"matcher\": {\"list\": [\"a,b\"]}}'}",
        "{name: CONFIG, valueFrom: {a: b}}"
      })
  void saysWhereAListCanNotBeTakenOver(String env) {
    assertThat(own(Injections.patch(pod(env), LIST).patched()).isEmpty()).isTrue();
    assertThat(PodPatch.warnings(pod(env), LIST))
        .contains("Ebbgate: the pod keeps stats as it is; the profile's value is cx_active.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: envoy}                                         | ['--drain-strategy', immediate]   | 0
          {name: envoy, args: [-c, f]}                          | [-c, f, '--drain-strategy', immediate] | 0
          {name: envoy, args: ['--drain-strategy', gradual]}    | ['--drain-strategy', gradual]     | 1
          {name: envoy, args: ['--drain-strategy=gradual']}     | ['--drain-strategy=gradual']      | 1
          {name: envoy, args: ['--drain-strategy', immediate]}  | ['--drain-strategy', immediate]   | 0
          """)
  void addsAnOptionThatTheProgramDoesNotHave(String container, String after, int warnings) {
    ObjectNode pod = Pods.of("{spec: {containers: [" + container + "]}}");

    Patch patch = Injections.patch(pod, OPTION);

    assertThat(patch.patched().at("/spec/containers/0/args")).isEqualTo(Pods.node(after));
    assertThat(Injections.problem(pod, patch, OPTION)).isEmpty();
    assertThat(PodPatch.warnings(pod, OPTION)).hasSize(warnings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {stats: 'a,b'} | {stats: 'a,cx_active'}
          {stats: 'a'}   | {stats: 'cx_active'}
          {stats: 'a'}   | {stats: 'a,b'}
          {stats: 'a'}   | {stats: 'a', more: 'cx_active'}
          """)
  void seesAnyOtherAnnotationInTheSelfCheck(String before, String after) {
    assertThat(
            AllowedChanges.problem(
                Pods.of("{metadata: {annotations: " + before + "}}"),
                Pods.of("{metadata: {annotations: " + after + "}}"),
                LIST,
                Optional.empty(),
                ReviewBudget.unlimited()))
        .isPresent();
  }
}
