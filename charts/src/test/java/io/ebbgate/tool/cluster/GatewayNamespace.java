package io.ebbgate.tool.cluster;

import io.ebbgate.tool.node.RivalImages;
import io.ebbgate.tool.node.RuntimeImage;
import io.ebbgate.tool.node.TestImages;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** The namespace of one scenario, with its gateway. */
record GatewayNamespace(
    Cluster cluster, String namespace, Scenario scenario, PodWatch watch, Diagnostics diagnostics)
    implements AutoCloseable {
  private static final String NAME = "gateway";

  /** Makes it and waits until the gateway serves. */
  static GatewayNamespace build(
      Cluster cluster, String namespace, Scenario scenario, String backend, Diagnostics diagnostics)
      throws IOException, InterruptedException {
    KubernetesClient kubernetes = cluster.client();
    var _ =
        kubernetes
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withName(namespace)
                    .withLabels(scenario.namespaceLabels())
                    .endMetadata()
                    .build())
            .create();
    PodWatch watch = PodWatch.open(kubernetes, namespace, diagnostics::follow);
    GatewayNamespace house = new GatewayNamespace(cluster, namespace, scenario, watch, diagnostics);
    var _ = kubernetes.resource(house.settings(backend)).create();
    house.make("service.yaml");
    house.make(scenario.type().file());
    house.gateway().pods().awaitReady(scenario.replicas());
    return house;
  }

  private void make(String file) throws IOException {
    Map<String, String> values =
        Map.of(
            "namespace",
            namespace,
            "image",
            TestImages.ENVOY,
            "image-with-shell",
            RivalImages.envoyWithShell(),
            "envoy-gateway",
            RivalImages.ENVOY_GATEWAY,
            "contour",
            RivalImages.CONTOUR,
            "gateway-runtime",
            RuntimeImage.reference(),
            "replicas",
            Integer.toString(scenario.replicas()));
    for (HasMetadata each : Manifest.read(file, values).objects(cluster.client())) {
      var _ =
          cluster
              .client()
              .resource(scenario.changed(each))
              .fieldValidation(Validation.STRICT)
              .create();
    }
  }

  private ConfigMap settings(String backend) throws IOException {
    TlsPair pair = TlsPair.of(NAME, Duration.ofDays(1), InstantSource.system());
    Map<String, String> values =
        Map.of(
            "admin",
            scenario.type().admin(),
            "ready",
            Integer.toString(scenario.type().ready()),
            "sockets",
            RuntimeImage.SOCKETS,
            "backend",
            backend,
            "backend-port",
            "8080");
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(NAME)
        .withNamespace(namespace)
        .endMetadata()
        .addToData("envoy.yaml", Manifest.read(scenario.type().configuration(), values).text())
        .addToData("tls.crt", pair.certificate())
        .addToData("tls.key", pair.key())
        .build();
  }

  Gateway gateway() {
    return new Gateway(cluster, namespace, diagnostics::follow);
  }

  /** The address that clients call. */
  GatewayAddress address() {
    return switch (scenario.type().entry()) {
      case SERVICE ->
          new GatewayAddress(
              cluster
                  .client()
                  .services()
                  .inNamespace(namespace)
                  .withName(NAME)
                  .get()
                  .getSpec()
                  .getClusterIP(),
              80,
              443,
              9000);
      case NODE ->
          new GatewayAddress(
              gateway().pods().staying().findFirst().orElseThrow().getStatus().getHostIP(),
              10_080,
              10_443,
              10_900);
    };
  }

  /** Deletes it without a grace period. */
  @Override
  public void close() {
    watch.close();
    var apps = cluster.client().apps();
    var _ = apps.deployments().inNamespace(namespace).delete();
    var _ = apps.daemonSets().inNamespace(namespace).delete();
    var _ = cluster.client().pods().inNamespace(namespace).withGracePeriod(0).delete();
    var _ = cluster.client().namespaces().withName(namespace).delete();
  }
}
