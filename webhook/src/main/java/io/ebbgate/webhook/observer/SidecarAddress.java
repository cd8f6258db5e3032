package io.ebbgate.webhook.observer;

import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.Ports;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Optional;

/**
 * Where a sidecar's hook port is, and what it knows a caller by.
 *
 * @param host as it is written in a URL; empty where the pod has no address
 * @param token empty where the pod carries none that a sidecar starts with
 */
record SidecarAddress(Optional<String> host, Optional<String> token) {
  private static final int MAX_TOKEN = 512;

  static SidecarAddress of(Pod pod) {
    return new SidecarAddress(
        Optional.ofNullable(pod.getStatus().getPodIP()).flatMap(SidecarAddress::host),
        PodSidecar.variable(pod, Env.TOKEN).filter(SidecarAddress::isToken));
  }

  /** Why it can't be called; empty if it can. */
  Optional<String> missing() {
    return host.isEmpty()
        ? Optional.of("no pod address")
        : token.isEmpty() ? Optional.of("no valid token") : Optional.empty();
  }

  /** A request with the token; only where nothing is {@link #missing}. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
            URI.create("http://%s:%d%s".formatted(host.orElseThrow(), Ports.HOOK, path)))
        .header(Headers.TOKEN, token.orElseThrow());
  }

  private static Optional<String> host(String address) {
    try {
      InetAddress literal = InetAddress.ofLiteral(address);
      String host = literal.getHostAddress();
      return Optional.of(literal instanceof Inet6Address ? "[" + host + "]" : host);
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  /** Whether it is what a sidecar starts with; whatever else a pod carries is no header. */
  private static boolean isToken(String text) {
    return text.length() <= MAX_TOKEN
        && !text.isEmpty()
        && text.chars().allMatch(each -> each > ' ' && each < 0x7f);
  }
}
