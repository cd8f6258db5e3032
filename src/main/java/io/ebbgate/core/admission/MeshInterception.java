package io.ebbgate.core.admission;

import java.util.List;
import java.util.Optional;

/**
 * Meshes that take what comes in to a pod, the kubelet's call of a hook with it: they rewrite
 * probes, but no hooks (istio#26099).
 */
final class MeshInterception {
  private static final List<Mesh> MESHES =
      List.of(
          new Mesh("kuma.io/sidecar-injected", ""),
          new Mesh("consul.hashicorp.com/connect-inject-status", ""),
          new Mesh("sidecar.istio.io/status", "istio-proxy"),
          new Mesh("linkerd.io/proxy-version", "linkerd-proxy"));

  private MeshInterception() {}

  /**
   * The annotation that shows the capture; empty where the call gets through, as to a mesh's own
   * gateway, and where the mode needs no call.
   */
  static Optional<String> sign(PodFacts pod, String gateway, Mode mode) {
    return switch (mode) {
      case SLEEP, ENV -> Optional.empty();
      case AGENT, REPORT, OFF ->
          MESHES.stream()
              .filter(mesh -> pod.annotations().containsKey(mesh.annotation()))
              .filter(mesh -> !gateway.equals(mesh.gateway()))
              .map(Mesh::annotation)
              .findFirst();
    };
  }

  /**
   * One of them.
   *
   * @param annotation that its injector leaves
   * @param gateway the container of its gateways, where they are injected too; nothing is taken
   *     from them
   */
  private record Mesh(String annotation, String gateway) {}
}
