package io.ebbgate.webhook.cluster;

import io.fabric8.kubernetes.client.Config;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether calls to the API server go through a proxy, decided as kubectl decides it. fabric8's own
 * decision throws for entries of {@code NO_PROXY} that it does not know (fabric8 #4418), and a
 * named kubeconfig is read without the environment.
 */
final class ProxyChoice {
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private ProxyChoice() {}

  /**
   * Sets the proxy that is used, or none. On the configuration itself: one that is built anew takes
   * what is empty from the environment.
   */
  static void apply(Config config, Map<String, String> environment) {
    URI server = URI.create(config.getMasterUrl());
    Optional<String> proxy =
        first(config.getHttpsProxy(), config.getHttpProxy())
            .or(() -> variable(environment, "HTTPS_PROXY"))
            .or(() -> variable(environment, "ALL_PROXY"))
            .filter(_ -> !isDirect(server, variable(environment, "NO_PROXY").orElse("")));
    String used = proxy.map(ProxyChoice::withPort).orElse(null);
    config.setHttpProxy(used);
    config.setHttpsProxy(used);
    config.setNoProxy(null);
  }

  /** Never to this machine, whatever the variables say. */
  private static boolean isDirect(URI server, String noProxy) {
    String host = NoProxy.bare(Optional.ofNullable(server.getHost()).orElse(""));
    int port = server.getPort() < 0 ? HTTPS : server.getPort();
    return host.equals("localhost")
        || NoProxy.address(host).filter(InetAddress::isLoopbackAddress).isPresent()
        || NoProxy.parse(noProxy).covers(host, port);
  }

  private static String withPort(String proxy) {
    String url = proxy.contains("://") ? proxy : "http://" + proxy;
    String bare = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    boolean hasPort = bare.lastIndexOf(':') > bare.indexOf("://") && !bare.endsWith("]");
    return hasPort ? bare : bare + ":" + (bare.startsWith("https:") ? HTTPS : HTTP);
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return first(environment.get(name), environment.get(name.toLowerCase(Locale.ROOT)));
  }

  private static Optional<String> first(@Nullable String one, @Nullable String other) {
    return Stream.of(Optional.ofNullable(one), Optional.ofNullable(other))
        .flatMap(Optional::stream)
        .filter(each -> !each.isBlank())
        .map(String::strip)
        .findFirst();
  }
}
