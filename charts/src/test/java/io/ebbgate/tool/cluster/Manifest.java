package io.ebbgate.tool.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A manifest of the test resources with the names between two {@code @} replaced. */
public record Manifest(String name, String text) {
  public static Manifest read(String name, Map<String, String> values) throws IOException {
    try (InputStream file = Manifest.class.getResourceAsStream("/cluster/" + name)) {
      if (file == null) {
        throw new IOException("/cluster/" + name + " is not on the class path");
      }
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> value : values.entrySet()) {
        text = text.replace("@" + value.getKey() + "@", value.getValue());
      }
      return new Manifest(name, text);
    }
  }

  /** Makes what it describes; a field that the API server does not know is refused. */
  public void create(KubernetesClient client) {
    for (HasMetadata each : objects(client)) {
      var _ = client.resource(each).fieldValidation(Validation.STRICT).create();
    }
  }

  List<HasMetadata> objects(KubernetesClient client) {
    return client.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))).items();
  }
}
