package io.ebbgate.tool.chart;

import static com.fasterxml.jackson.databind.SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A rendered chart.
 *
 * @param documents in the order Helm installs them
 */
public record RenderedChart(List<ObjectNode> documents) {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final ObjectMapper STRICT = new ObjectMapper().enable(ORDER_MAP_ENTRIES_BY_KEYS);
  private static final KubernetesSerialization OBJECTS = new KubernetesSerialization(STRICT, true);

  public static RenderedChart read(String text) {
    List<ObjectNode> documents = new ArrayList<>();
    try (MappingIterator<JsonNode> all = YAML.readerFor(JsonNode.class).readValues(text)) {
      while (all.hasNext()) {
        if (all.next() instanceof ObjectNode object) {
          documents.add(object);
        }
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return new RenderedChart(List.copyOf(documents));
  }

  /** The kinds, in order. */
  public List<String> kinds() {
    return documents.stream().map(each -> each.path("kind").asText()).toList();
  }

  /** All of a type. */
  public <T extends HasMetadata> List<T> all(Class<T> type) {
    return documents.stream()
        .filter(each -> each.path("kind").asText().equals(HasMetadata.getKind(type)))
        .filter(each -> each.path("apiVersion").asText().equals(HasMetadata.getApiVersion(type)))
        .map(each -> OBJECTS.convertValue(each, type))
        .toList();
  }

  /** The only one of a type. */
  public <T extends HasMetadata> T only(Class<T> type) {
    List<T> found = all(type);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " objects are a " + type.getSimpleName());
    }
    return found.getFirst();
  }

  /** The first of a kind, as it is written. */
  public ObjectNode tree(String kind) {
    return documents.stream()
        .filter(each -> each.path("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  /** The name of the only one of a type. */
  public String name(Class<? extends HasMetadata> type) {
    return only(type).getMetadata().getName();
  }

  public PodSpec pod() {
    return only(Deployment.class).getSpec().getTemplate().getSpec();
  }

  /** The labels of the webhook's pods. */
  public Map<String, String> labels() {
    return only(Deployment.class).getSpec().getTemplate().getMetadata().getLabels();
  }

  public Container webhook() {
    return pod().getContainers().getFirst();
  }

  public MutatingWebhook registration() {
    return only(MutatingWebhookConfiguration.class).getWebhooks().getFirst();
  }

  /** The program's environment; what comes from elsewhere is written as its field's path. */
  public Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    for (EnvVar each : webhook().getEnv()) {
      environment.put(
          each.getName(),
          each.getValueFrom() == null ? each.getValue() : elsewhere(each.getValueFrom()));
    }
    return environment;
  }

  private static String elsewhere(EnvVarSource source) {
    return source.getFieldRef() == null
        ? "a key of " + source.getSecretKeyRef().getName()
        : source.getFieldRef().getFieldPath();
  }

  /** A variable of the program's environment. */
  public String variable(String name) {
    String value = environment().get(name);
    if (value == null) {
      throw new AssertionError("the webhook has no variable " + name);
    }
    return value;
  }
}
