package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.config.DurationText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodProbesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          readinessProbe: {httpGet: {port: 8080}, periodSeconds: 5}        | 8080@5s
          readinessProbe: {tcpSocket: {port: 8443}, periodSeconds: 15}     | 8443@15s
          readinessProbe: {grpc: {port: 9000}}                             | 9000@10s
          livenessProbe: {tcpSocket: {port: 8443}, periodSeconds: 15}      | ``
          startupProbe: {grpc: {port: 9000}}                               | ``
          readinessProbe: {httpGet: {port: 8080}, periodSeconds: 0}        | 8080@10s
          readinessProbe: {httpGet: {port: 8080}, periodSeconds: -3}       | 8080@10s
          readinessProbe: {httpGet: {port: web}}, ports: [{name: web, containerPort: 8080}] | 8080@10s
          readinessProbe: {httpGet: {port: web}}, ports: [{name: dns, containerPort: 53}]   | ``
          readinessProbe: {httpGet: {port: web}}, ports: [{name: web, containerPort: 0}]    | ``
          readinessProbe: {httpGet: {port: web}}                           | ``
          readinessProbe: {httpGet: {port: 0}}                             | ``
          readinessProbe: {httpGet: {port: 65535}}                         | 65535@10s
          readinessProbe: {httpGet: {port: 65536}}                         | ``
          readinessProbe: {httpGet: {port: 8080}, periodSeconds: 86400}    | 8080@86400s
          readinessProbe: {httpGet: {port: 8080}, periodSeconds: 86401}    | ``
          readinessProbe: {exec: {command: [true]}}                        | ``
          readinessProbe: {}                                               | ``
          readinessProbe: null                                             | ``
          readinessProbe: text                                             | ``
          image: envoy                                                     | ``
          """)
  void tellsPortAndPeriodOfWhatConnects(String probe, String text) {
    assertThat(PodProbes.text(Pods.of("{spec: {containers: [{" + probe + "}]}}"))).isEqualTo(text);
  }

  @Test
  void tellsReadinessProbesOfAllContainersButOurs() {
    String pod =
        """
        spec:
          initContainers:
            - {name: proxy, readinessProbe: {tcpSocket: {port: 1}}}
            - {name: ebbgate-drain-sidecar, readinessProbe: {tcpSocket: {port: 9}}}
          containers:
            - name: envoy
              livenessProbe: {tcpSocket: {port: 4}}
              readinessProbe: {tcpSocket: {port: 3}}
              startupProbe: {tcpSocket: {port: 5}}
            - {name: manager, readinessProbe: {httpGet: {port: 6}}}
        """;

    assertThat(PodProbes.text(Pods.of(pod))).isEqualTo("1@10s,3@10s,6@10s");
  }

  @Test
  void looksForANamedPortInItsOwnContainerOnly() {
    String pod =
        """
        spec:
          containers:
            - {name: a, readinessProbe: {httpGet: {port: web}}}
            - {name: b, ports: [{name: web, containerPort: 8080}]}
        """;

    assertThat(PodProbes.text(Pods.of(pod))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          readinessProbe: {httpGet: {port: 8002}, periodSeconds: 4}                      | 8
          readinessProbe: {httpGet: {port: 8002}}                                        | 20
          readinessProbe: {exec: {command: [check]}, periodSeconds: 2}                   | 4
          readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 5, failureThreshold: 1} | 0
          readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 5, failureThreshold: 0} | 10
          readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 5, failureThreshold: -7} | 10
          readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 86401}                  | 0
          """)
  void tellsHowLongTheKubeletDoesNotSeeAFailedReadiness(String probe, long seconds) {
    JsonNode gateway = Pods.of("{" + probe + "}");

    assertThat(PodProbes.readinessLag(gateway, Pods.of("{spec: {containers: [{" + probe + "}]}}")))
        .hasValue(seconds);
  }

  @Test
  void takesTheProbeThatFailsFirst() {
    JsonNode pod =
        Pods.of(
            """
            spec:
              containers:
                - {name: envoy, readinessProbe: {httpGet: {port: 1}, periodSeconds: 10}}
                - {name: agent, readinessProbe: {httpGet: {port: 2}, periodSeconds: 3}}
                - {name: ebbgate-drain-sidecar, readinessProbe: {tcpSocket: {port: 9}, periodSeconds: 1}}
                - {name: other}
            """);

    assertThat(PodProbes.readinessLag(pod.at("/spec/containers/0"), pod)).hasValue(6);
  }

  @Test
  void knowsNothingOfAGatewayWithoutAReadinessProbe() {
    JsonNode pod =
        Pods.of(
            """
            spec:
              containers:
                - {name: envoy}
                - {name: agent, readinessProbe: {httpGet: {port: 2}}}
            """);

    assertThat(PodProbes.readinessLag(pod.at("/spec/containers/0"), pod)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          livenessProbe: {terminationGracePeriodSeconds: 5}                | 5
          startupProbe: {terminationGracePeriodSeconds: 7}                 | 7
          livenessProbe: {terminationGracePeriodSeconds: 9}, startupProbe: {terminationGracePeriodSeconds: 7} | 7
          livenessProbe: {terminationGracePeriodSeconds: 0}, startupProbe: {terminationGracePeriodSeconds: 7} | 7
          livenessProbe: {terminationGracePeriodSeconds: 100000}           | 86400
          """)
  void tellsTheShortestGraceOfAProbe(String probes, long seconds) {
    assertThat(PodProbes.restartGrace(Pods.of("{" + probes + "}"))).contains(seconds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          livenessProbe: {periodSeconds: 5}
          livenessProbe: {terminationGracePeriodSeconds: text}
          livenessProbe: {terminationGracePeriodSeconds: -1}
          readinessProbe: {terminationGracePeriodSeconds: 5}
          """)
  void knowsNoGraceThatCanNotBe(String probes) {
    assertThat(PodProbes.restartGrace(Pods.of("{" + probes + "}"))).isEmpty();
  }

  @Test
  void tellsNoDurationThatTheSidecarDoesNotRead() {
    long longest = DurationText.LONGEST.toSeconds();

    assertThat(DurationText.parse(longest + "s")).isPresent();
    assertThat(DurationText.parse(longest + 1 + "s")).isEmpty();
  }
}
