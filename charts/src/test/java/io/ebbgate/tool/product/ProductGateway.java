package io.ebbgate.tool.product;

import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.GatewayAddress;
import io.ebbgate.tool.cluster.GatewaySite;
import io.ebbgate.tool.cluster.GatewaySource;
import io.ebbgate.tool.cluster.PodWatch;
import io.ebbgate.tool.cluster.RunningGateway;
import io.ebbgate.webhook.load.Kind;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** Gateways that a product's control plane makes, of two pods each. */
public record ProductGateway(Product product, Way way) implements GatewaySource {
  private static final int HTTP = 80;
  private static final int TCP = 9000;

  @Override
  public RunningGateway start(GatewaySite site) throws IOException, InterruptedException {
    KubernetesClient kubernetes = site.cluster().client();
    site.createNamespace();
    PodWatch watch = site.watch(product.podNamespace(site));
    product.create(site, way);
    Gateway gateway = site.gateway(product.objects(site));
    gateway.pods().awaitReady(site.scenario().replicas());
    gateway.awaitRolledOut();
    String address =
        kubernetes
            .services()
            .inNamespace(product.podNamespace(site))
            .withName(product.service(site))
            .get()
            .getSpec()
            .getClusterIP();
    return new RunningGateway(
        gateway,
        new GatewayAddress(address, HTTP, 0, product.tcp() ? TCP : 0),
        watch,
        () -> kubernetes.namespaces().withName(site.namespace()).delete());
  }

  @Override
  public Set<Kind> kinds() {
    EnumSet<Kind> kinds = EnumSet.allOf(Kind.class);
    kinds.removeAll(EnumSet.of(Kind.TLS, Kind.WEBSOCKET, Kind.GRPC));
    if (!product.tcp()) {
      kinds.removeAll(EnumSet.of(Kind.TCP, Kind.DATABASE, Kind.DATABASE_IDLE));
    }
    return kinds;
  }
}
