package io.ebbgate.webhook.observer;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.webhook.cluster.WatchLifetime;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.Map;

/**
 * Reads of pods what the observer uses, and skips the rest: a pod has up to 1.5 MiB, which any user
 * of a cluster may fill, and as objects it is several times as large.
 */
final class ObservedPods {
  private static final String NAME = "name";

  private ObservedPods() {}

  /** A client with the same configuration that reads pods so. */
  static KubernetesClient client(KubernetesClient whole) {
    return new KubernetesClientBuilder()
        .withConfig(whole.getConfiguration())
        .withKubernetesSerialization(serialization())
        .withHttpClientBuilderConsumer(WatchLifetime::limit)
        .build();
  }

  static KubernetesSerialization serialization() {
    ObjectMapper mapper = new ObjectMapper();
    Map.of(
            WatchEvent.class, WatchedObject.class,
            ObjectMeta.class, MetadataFields.class,
            PodSpec.class, SpecFields.class,
            PodStatus.class, StatusFields.class,
            Container.class, ContainerFields.class,
            ContainerStatus.class, ContainerStatusFields.class)
        .forEach(mapper::addMixIn);
    mapper.registerModule(new SimpleModule().setDeserializerModifier(new SidecarsOnly()));
    return new KubernetesSerialization(mapper, false);
  }

  @JsonIncludeProperties({
    "uid",
    "namespace",
    "name",
    "resourceVersion",
    "labels",
    "ownerReferences",
    "deletionTimestamp",
    "deletionGracePeriodSeconds"
  })
  private interface MetadataFields {}

  @JsonIncludeProperties({"containers", "initContainers", "terminationGracePeriodSeconds"})
  private interface SpecFields {}

  @JsonIncludeProperties({
    "phase",
    "podIP",
    "conditions",
    "containerStatuses",
    "initContainerStatuses"
  })
  private interface StatusFields {}

  @JsonIncludeProperties({NAME, "env"})
  private interface ContainerFields {}

  @JsonIncludeProperties({NAME, "state"})
  private interface ContainerStatusFields {}

  private interface WatchedObject {
    @SuppressWarnings("UnusedMethod") // Jackson reads its annotation.
    @JsonDeserialize(using = ByKind.class)
    void setObject(Object object);
  }

  /** Reads a pod or a status without a tree in between, as its kind comes first. */
  static final class ByKind extends JsonDeserializer<KubernetesResource> {
    private static final String KIND = "kind";

    @Override
    public KubernetesResource deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      if (parser.nextToken() == JsonToken.FIELD_NAME && parser.currentName().equals(KIND)) {
        var type = type(parser.nextTextValue());
        parser.nextToken();
        return context.readValue(parser, type);
      }
      JsonNode tree = context.readTree(parser);
      return context.readTreeAsValue(tree, type(tree.path(KIND).asText()));
    }

    private static Class<? extends KubernetesResource> type(String kind) {
      return "Status".equals(kind) ? Status.class : Pod.class;
    }
  }

  /** Reads one shared object for each container, and each status, that is not the sidecar's. */
  private static final class SidecarsOnly extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonDeserializer<?> modifyDeserializer(
        DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> usual) {
      if (bean.getBeanClass() == Container.class) {
        Container other = new Container();
        other.setName("");
        return new SidecarOnly(usual, other);
      }
      if (bean.getBeanClass() == ContainerStatus.class) {
        ContainerStatus other = new ContainerStatus();
        other.setName("");
        return new SidecarOnly(usual, other);
      }
      return usual;
    }
  }

  private static final class SidecarOnly extends DelegatingDeserializer {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // It is never serialized.
    private final Object other;

    SidecarOnly(JsonDeserializer<?> usual, Object other) {
      super(usual);
      this.other = other;
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> usual) {
      return new SidecarOnly(usual, other);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      if (parser.nextToken() != JsonToken.FIELD_NAME || !parser.currentName().equals(NAME)) {
        return super.deserialize(parser, context);
      }
      // An API server writes the name first.
      String name = parser.nextTextValue();
      if (!Containers.SIDECAR.equals(name)) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          parser.skipChildren();
        }
        return other;
      }
      parser.nextToken();
      Object sidecar = super.deserialize(parser, context);
      switch (sidecar) {
        case Container container -> container.setName(name);
        case ContainerStatus status -> status.setName(name);
        default -> throw new IllegalStateException(sidecar.getClass().getName());
      }
      return sidecar;
    }
  }
}
