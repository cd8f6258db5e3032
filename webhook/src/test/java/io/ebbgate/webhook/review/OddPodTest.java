package io.ebbgate.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Pods that no API server sends but a file on the command line may hold: each gets a reason, none
 * an exception.
 */
class OddPodTest {
  private static final String ASKS = "annotations: {ebbgate.io/profile: envoy}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {containers: [{image: envoy}]}                             | injected
          {containers: [{name: 7}]}                                  | injected
          {containers: [null, {name: envoy}]}                        | injected
          {containers: [text]}                                       | no_gateway_container
          {containers: {a: {name: envoy}}}                           | no_gateway_container
          {containers: [{name: envoy, lifecycle: []}]}               | self_check_failed
          {containers: [{name: envoy, lifecycle: text}]}             | self_check_failed
          {containers: [{name: envoy, lifecycle: {preStop: []}}]}    | self_check_failed
          {containers: [{name: envoy, lifecycle: {preStop: x}}]}     | self_check_failed
          {containers: [{name: envoy, lifecycle: {preStop: 5}}]}     | self_check_failed
          {containers: [{name: envoy}], terminationGracePeriodSeconds: soon} | self_check_failed
          {containers: [{name: envoy}], terminationGracePeriodSeconds: '10'} | self_check_failed
          {containers: [{name: envoy}], terminationGracePeriodSeconds: null} | injected
          {containers: [{name: envoy}], volumes: [{name: ebbgate-state, persistentVolumeClaim: {claimName: a}}]} | self_check_failed
          {containers: [{name: envoy}], initContainers: [{name: ebbgate-drain-sidecar, image: mine}]} | self_check_failed
          {containers: [{name: envoy}, {name: ebbgate-drain-sidecar}]} | self_check_failed
          {containers: [{name: envoy, lifecycle: null}]}             | injected
          {containers: [{name: envoy, ports: {a: 1}, env: {a: 1}}]}  | injected
          {containers: [{name: envoy, volumeMounts: {a: 1}}]}        | injected
          {containers: [{name: envoy}], volumes: {a: b}}             | self_check_failed
          {containers: [{name: envoy}], initContainers: {a: {b: c}}} | self_check_failed
          {containers: [{name: envoy}], initContainers: null}        | injected
          [containers]                                               | no_gateway_container
          """)
  void givesEachSpecAReason(String spec, String reason) {
    JsonNode pod = Reviewed.pod("{metadata: {" + ASKS + "}, spec: " + spec + "}");

    assertThat(Reviewed.of(pod).reason().wireName()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {annotations: {ebbgate.io/profile: envoy}, labels: []}     | self_check_failed
          {annotations: {ebbgate.io/profile: envoy}, labels: null}   | injected
          {annotations: [], labels: {ebbgate.io/inject: 'true'}}     | self_check_failed
          {annotations: text, labels: {ebbgate.io/inject: 'true'}}   | self_check_failed
          []                                                         | no_profile
          """)
  void givesEachMetadataAReason(String metadata, String reason) {
    JsonNode pod =
        Reviewed.pod("{metadata: " + metadata + ", spec: {containers: [{name: envoy}]}}");

    assertThat(Reviewed.of(pod).reason().wireName()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({"[]", "text", "null", "{}"})
  void detectsAGatewayWhateverItsMetadataIs(String metadata) {
    JsonNode pod =
        Reviewed.pod(
            "{metadata: %s, spec: {containers: [{name: istio-proxy, args: [router]}]}}"
                .formatted(metadata));

    assertThat(Reviewed.of(pod).reason().wireName()).isIn("injected", "self_check_failed");
  }
}
