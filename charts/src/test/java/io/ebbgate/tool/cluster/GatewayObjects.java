package io.ebbgate.tool.cluster;

import java.util.Map;

/**
 * What a gateway is made of in the API server.
 *
 * @param workload what has its pods, {@code deployment/gateway}
 * @param labels that select its pods
 */
public record GatewayObjects(String namespace, String workload, Map<String, String> labels) {
  public GatewayObjects {
    labels = Map.copyOf(labels);
  }
}
