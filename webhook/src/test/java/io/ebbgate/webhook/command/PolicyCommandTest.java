package io.ebbgate.webhook.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.webhook.manifest.Manifest;
import io.ebbgate.webhook.manifest.ManifestDocument;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyCommandTest {
  @ParameterizedTest
  @ValueSource(strings = {"istio", "kgateway", "envoy", "contour", "consul", "wso2"})
  void printsAPolicyAndItsBinding(String profile) throws Exception {
    CommandRun run = CommandRun.of("", "policy", "--profile", profile);
    List<JsonNode> objects =
        Manifest.parse("policy", run.out()).documents().stream()
            .map(ManifestDocument::tree)
            .toList();

    assertThat(run.exitCode()).isZero();
    assertThat(objects)
        .extracting(each -> each.path("kind").asText())
        .containsExactly("MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding");
    assertThat(objects)
        .extracting(each -> each.path("apiVersion").asText())
        .containsOnly("admissionregistration.k8s.io/v1");
    assertThat(objects.getLast().at("/spec/policyName"))
        .isEqualTo(objects.getFirst().at("/metadata/name"));
  }

  @Test
  void saysWhatAPolicyCanNotDo() {
    assertThat(CommandRun.of("", "policy", "--profile=wso2", "--mode=env").out())
        .startsWith("# A policy can't add arguments to a list: add --rtr.drain-strategy immediate");
  }

  @ParameterizedTest
  @CsvSource({
    "--profile=enovy, There is no profile",
    "--profile=kgateway --mode=env, has no drain settings of its own",
    "--profile=kgateway --sleep=soon, --sleep is \"soon\"",
    "--profile=kgateway --api-version=v2, --api-version is \"v2\"",
  })
  void refusesWhatHasNoPolicy(String options, String sentence) {
    String[] words = ("policy " + options).split(" ", -1);

    CommandRun run = CommandRun.of("", words);

    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(run.err())
        .contains(sentence)
        .endsWith("See ebbgate policy --help.\n")
        .hasLineCount(2);
  }
}
