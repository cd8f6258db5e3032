package io.ebbgate.tool.product;

import io.ebbgate.tool.cluster.Cluster;
import io.ebbgate.tool.cluster.GatewaySite;
import io.ebbgate.tool.cluster.Manifest;
import io.ebbgate.tool.node.TestImages;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Manifests of the resources with a scenario's values. */
record GatewayManifest(Cluster cluster, Map<String, String> values) {
  GatewayManifest {
    values = Map.copyOf(values);
  }

  static GatewayManifest of(GatewaySite site, Way way) {
    return new GatewayManifest(
        site.cluster(),
        Map.of(
            "namespace",
            site.namespace(),
            "backend",
            site.backend(),
            "replicas",
            Integer.toString(site.scenario().replicas()),
            "envoy",
            TestImages.ENVOY,
            "own",
            Boolean.toString(way == Way.OWN),
            "ebbgate",
            Boolean.toString(way == Way.EBBGATE)));
  }

  GatewayManifest in(String namespace) {
    Map<String, String> others = new HashMap<>(values);
    others.put("namespace", namespace);
    return new GatewayManifest(cluster, others);
  }

  /** Applies these files, one after the other. */
  void apply(String... files) throws IOException, InterruptedException {
    for (String file : files) {
      Definitions.applyText(cluster, text(file));
    }
  }

  /** One with its values. */
  String text(String file) throws IOException {
    return Manifest.read("product/" + file, values).text();
  }
}
