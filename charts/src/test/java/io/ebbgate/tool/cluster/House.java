package io.ebbgate.tool.cluster;

import io.ebbgate.tool.node.RivalImages;
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

/** The namespace that a play has to itself, with its gateway in it. */
record House(Cluster cluster, String namespace, Play play, PodWatch watch, Evidence evidence)
    implements AutoCloseable {
  private static final String NAME = "gateway";

  /** Makes it and waits until the gateway serves. */
  static House build(
      Cluster cluster, String namespace, Play play, String backend, Evidence evidence)
      throws IOException, InterruptedException {
    KubernetesClient kubernetes = cluster.client();
    var _ =
        kubernetes
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withName(namespace)
                    .withLabels(play.namespaceLabels())
                    .endMetadata()
                    .build())
            .create();
    PodWatch watch = PodWatch.open(kubernetes, namespace, evidence::follow);
    House house = new House(cluster, namespace, play, watch, evidence);
    var _ = kubernetes.resource(house.settings(backend)).create();
    house.make("service.yaml");
    house.make(play.shape().file());
    house.gateway().pods().awaitReady(play.replicas());
    return house;
  }

  private void make(String file) throws IOException {
    Map<String, String> words =
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
            "replicas",
            Integer.toString(play.replicas()));
    for (HasMetadata each : Manifest.read(file, words).objects(cluster.client())) {
      var _ =
          cluster.client().resource(play.changed(each)).fieldValidation(Validation.STRICT).create();
    }
  }

  private ConfigMap settings(String backend) throws IOException {
    TlsPair pair = TlsPair.of(NAME, Duration.ofDays(1), InstantSource.system());
    Map<String, String> words =
        Map.of(
            "admin", play.shape().admin(),
            "ready", Integer.toString(play.shape().ready()),
            "backend", backend);
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(NAME)
        .withNamespace(namespace)
        .endMetadata()
        .addToData("envoy.yaml", Manifest.read("envoy.yaml", words).text())
        .addToData("tls.crt", pair.certificate())
        .addToData("tls.key", pair.key())
        .build();
  }

  Gateway gateway() {
    return new Gateway(cluster, namespace, evidence::follow);
  }

  /** Where clients are sent. */
  Doors doors() {
    return switch (play.shape().entry()) {
      case SERVICE ->
          new Doors(
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
          new Doors(
              gateway().pods().staying().findFirst().orElseThrow().getStatus().getHostIP(),
              10_080,
              10_443,
              10_900);
    };
  }

  /** Takes it away at once. */
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
