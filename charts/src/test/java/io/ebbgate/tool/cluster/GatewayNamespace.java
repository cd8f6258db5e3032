package io.ebbgate.tool.cluster;

import io.ebbgate.tool.node.RivalImages;
import io.ebbgate.tool.node.RuntimeImage;
import io.ebbgate.tool.node.TestImages;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** The gateway of one scenario that is a manifest of the suite, in a namespace of its own. */
record GatewayNamespace(GatewaySite site, GatewayType type) {
  private static final String NAME = "gateway";

  /** Makes it and waits until the gateway serves. */
  RunningGateway build() throws IOException, InterruptedException {
    KubernetesClient kubernetes = site.cluster().client();
    site.createNamespace();
    PodWatch watch = site.watch(site.namespace());
    var _ = kubernetes.resource(settings()).create();
    make("service.yaml");
    make(type.file());
    Gateway gateway = site.gateway(objects());
    gateway.pods().awaitReady(site.scenario().replicas());
    return new RunningGateway(gateway, address(gateway), watch, this::remove);
  }

  private GatewayObjects objects() {
    boolean daemons =
        site.cluster()
                .client()
                .apps()
                .daemonSets()
                .inNamespace(site.namespace())
                .withName(NAME)
                .get()
            != null;
    return new GatewayObjects(
        site.namespace(), (daemons ? "daemonset/" : "deployment/") + NAME, Map.of("app", NAME));
  }

  private void make(String file) throws IOException {
    Map<String, String> values =
        Map.of(
            "namespace",
            site.namespace(),
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
            "sockets",
            RuntimeImage.SOCKETS,
            "replicas",
            Integer.toString(site.scenario().replicas()));
    KubernetesClient kubernetes = site.cluster().client();
    for (HasMetadata each : Manifest.read(file, values).objects(kubernetes)) {
      var _ =
          kubernetes
              .resource(site.scenario().changed(each))
              .fieldValidation(Validation.STRICT)
              .create();
    }
  }

  private ConfigMap settings() throws IOException {
    TlsPair pair = TlsPair.of(NAME, Duration.ofDays(1), InstantSource.system());
    Map<String, String> values =
        Map.of(
            "admin",
            type.admin(),
            "ready",
            Integer.toString(type.ready()),
            "sockets",
            RuntimeImage.SOCKETS,
            "backend",
            site.backend(),
            "backend-port",
            "8080");
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(NAME)
        .withNamespace(site.namespace())
        .endMetadata()
        .addToData("envoy.yaml", Manifest.read(type.configuration(), values).text())
        .addToData("tls.crt", pair.certificate())
        .addToData("tls.key", pair.key())
        .build();
  }

  private GatewayAddress address(Gateway gateway) {
    return switch (type.entry()) {
      case SERVICE ->
          new GatewayAddress(
              site.cluster()
                  .client()
                  .services()
                  .inNamespace(site.namespace())
                  .withName(NAME)
                  .get()
                  .getSpec()
                  .getClusterIP(),
              80,
              443,
              9000);
      case NODE ->
          new GatewayAddress(
              gateway.pods().staying().findFirst().orElseThrow().getStatus().getHostIP(),
              10_080,
              10_443,
              10_900);
    };
  }

  private void remove() {
    KubernetesClient kubernetes = site.cluster().client();
    var _ = kubernetes.apps().deployments().inNamespace(site.namespace()).delete();
    var _ = kubernetes.apps().daemonSets().inNamespace(site.namespace()).delete();
    var _ = kubernetes.pods().inNamespace(site.namespace()).withGracePeriod(0).delete();
    var _ = kubernetes.namespaces().withName(site.namespace()).delete();
  }
}
