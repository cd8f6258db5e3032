package io.ebbgate.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole pods before and after, as files to read. {@code -Debbgate.golden=write} writes the second
 * half anew; look at the difference before you commit it.
 */
class ReviewerGoldenTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("ebbgate.root"), "webhook/src/test/resources/golden");
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain-envoy",
        "istio-gateway",
        "host-network",
        "unix-admin",
        "sleep",
        "guaranteed",
        "namespace-settings"
      })
  void changesThePodAsTheFileSays(String name) throws IOException {
    JsonNode patched = Reviewed.by(reviewer(name), pod(name)).patched();

    Path expected = FOLDER.resolve(name).resolve("out.yaml");
    String text = YAML.writeValueAsString(patched);
    if (System.getProperty("ebbgate.golden", "").equals("write")) {
      Files.writeString(expected, text);
    }
    assertThat(text).isEqualTo(Files.readString(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain-envoy",
        "istio-gateway",
        "host-network",
        "unix-admin",
        "sleep",
        "guaranteed",
        "namespace-settings"
      })
  void findsNothingToDoASecondTime(String name) throws IOException {
    Reviewer reviewer = reviewer(name);
    JsonNode patched = Reviewed.by(reviewer, pod(name)).patched();

    Reviewed second = Reviewed.by(reviewer, patched);

    assertThat(second.operations()).isEmpty();
    assertThat(second.reason().wireName()).isEqualTo("already_injected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain-envoy", "istio-gateway", "host-network", "unix-admin"})
  void leavesAPodThatKubernetesModelReads(String name) throws IOException {
    JsonNode patched = Reviewed.of(pod(name)).patched();

    Pod typed = new KubernetesSerialization().convertValue(plain(patched), Pod.class);

    assertThat(typed.getSpec().getInitContainers())
        .singleElement()
        .satisfies(sidecar -> assertThat(sidecar.getRestartPolicy()).isEqualTo("Always"));
  }

  private static Object plain(JsonNode node) {
    return new ObjectMapper().convertValue(node, Object.class);
  }

  /** Knows the annotations of the namespace whose document follows the pod's. */
  private static Reviewer reviewer(String name) throws IOException {
    Map<String, String> annotations = new HashMap<>();
    for (JsonNode document : documents(name)) {
      if (document.path("kind").asText().equals("Namespace")) {
        document
            .at("/metadata/annotations")
            .properties()
            .forEach(each -> annotations.put(each.getKey(), each.getValue().asText()));
      }
    }
    return Reviewed.reviewer(annotations);
  }

  private static JsonNode pod(String name) throws IOException {
    return documents(name).getFirst();
  }

  private static List<JsonNode> documents(String name) throws IOException {
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(JsonNode.class)
            .readValues(FOLDER.resolve(name).resolve("in.yaml").toFile())) {
      return documents.readAll();
    }
  }
}
