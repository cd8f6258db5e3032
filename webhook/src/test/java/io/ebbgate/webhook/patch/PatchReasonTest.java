package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchReasonTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /spec/containers/0/lifecycle/preStop         | {httpGet: {httpHeaders: [{name: X-Ebbgate-Token}]}} | asks the sidecar
          /spec/containers/0/lifecycle/preStop         | {httpGet: {}}       | neither holds
          /spec/containers/0/args/-                    | --drain-strategy    | own drain
          /metadata/annotations/stats                  | a,b                 | own drain
          /spec/containers/0/lifecycle/preStop         | {sleep: {}}         | a fixed time
          /spec/containers/0/lifecycle                 | {}                  | hook goes
          /spec/containers/0/env/-                     | {name: X, value: Y} | own drain
          /spec/initContainers                         | [{name: ebbgate-drain-sidecar}]   | stopped after it
          /spec/initContainers/-                       | {name: ebbgate-drain-sidecar}     | stopped after it
          /spec/containers/-                           | {name: ebbgate-drain-sidecar}     | beside it
          /spec/initContainers | [{name: x}, {name: ebbgate-drain-sidecar, resources: {limits: {cpu: 1, memory: 2}}}] | ; limits cpu 1, memory 2
          /spec/containers/-   | {name: ebbgate-drain-sidecar, resources: {requests: {cpu: 10m}}} | ; requests cpu 10m
          /spec/volumes                                | [{name: x}]         | memory
          /spec/terminationGracePeriodSeconds          | 64                  | the whole hold
          /metadata/annotations                        | {}                  | and why
          /metadata/annotations/ebbgate.io~1status     | '{}'                | and why
          /metadata/annotations/kubectl.kubernetes.io~1default-container | envoy | kubectl logs
          /metadata/labels/ebbgate.io~1injected        | 'true'              | selectors
          /metadata                                    | {}                  | annotations and labels
          """)
  void saysWhyAnOperationIsThere(String path, String value, String part) throws Exception {
    JsonNode operation =
        new YAMLMapper()
            .createObjectNode()
            .put("op", "add")
            .put("path", path)
            .set("value", new YAMLMapper().readTree(value));

    assertThat(PatchReason.of(operation)).contains(part);
  }
}
