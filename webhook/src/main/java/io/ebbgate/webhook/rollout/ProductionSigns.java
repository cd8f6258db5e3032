package io.ebbgate.webhook.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.config.HostPort;
import io.ebbgate.webhook.rollout.ServiceAddresses.Candidate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What makes a target look like one that people depend on. */
final class ProductionSigns {
  private static final Set<String> WORDS = Set.of("prod", "prd", "production", "live");
  private static final Set<String> LABELS =
      Set.of("env", "environment", "stage", "tier", "app.kubernetes.io/environment");

  /**
   * Ends of names that no one outside has; a name without a dot is the cluster's or the machine's.
   */
  private static final Set<String> PRIVATE = Set.of(".local", ".internal", ".svc");

  private ProductionSigns() {}

  /**
   * Each sign.
   *
   * @param context of the kubeconfig; may be empty
   * @param namespace the object, or what the user may not read
   * @param entrances addresses at which clients from outside come in
   */
  static List<ProductionSign> in(
      String context, String name, Optional<JsonNode> namespace, List<Candidate> entrances) {
    List<ProductionSign> signs = new ArrayList<>();
    if (hasWord(context)) {
      signs.add(new ProductionSign(ProductionSign.Type.CONTEXT, context));
    }
    if (hasWord(name)) {
      signs.add(new ProductionSign(ProductionSign.Type.NAMESPACE, name));
    }
    namespace
        .map(each -> each.at("/metadata/labels"))
        .ifPresent(labels ->
            labels
                .propertyStream()
                .filter(each -> LABELS.contains(each.getKey()) && hasWord(each.getValue().asText()))
                .forEach(each ->
                    signs.add(
                        new ProductionSign(
                            ProductionSign.Type.LABEL,
                            each.getKey() + "=" + each.getValue().asText()))));
    entrances.stream()
        .filter(each -> each.entrance() && isPublic(each.address()))
        .findFirst()
        .ifPresent(each ->
            signs.add(
                new ProductionSign(
                    ProductionSign.Type.PUBLIC_ADDRESS, each.source() + " " + each.address())));
    return signs;
  }

  private static boolean hasWord(String name) {
    String rest = name.toLowerCase(Locale.ROOT);
    int start = 0;
    for (int i = 0; i <= rest.length(); i++) {
      if (i == rest.length() || !Character.isLetter(rest.charAt(i))) {
        if (WORDS.contains(rest.substring(start, i))) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }

  /** A name that a load balancer has, and an address that is not of a private network. */
  private static boolean isPublic(HostPort address) {
    String host = address.host();
    if (!isLiteral(host)) {
      return host.indexOf('.') >= 0 && PRIVATE.stream().noneMatch(host::endsWith);
    }
    InetAddress parsed = new InetSocketAddress(host, address.port()).getAddress();
    return parsed != null
        && !parsed.isSiteLocalAddress()
        && !parsed.isLoopbackAddress()
        && !parsed.isLinkLocalAddress()
        && !parsed.isAnyLocalAddress()
        && !isShared(parsed.getAddress());
  }

  private static boolean isLiteral(String host) {
    return host.indexOf(':') >= 0
        || host.chars().allMatch(each -> each == '.' || (each >= '0' && each <= '9'));
  }

  /** Carriers' networks (RFC 6598), benchmarks (RFC 2544), and local addresses of IPv6. */
  private static boolean isShared(byte[] address) {
    int first = address[0] & 0xff;
    int second = address[1] & 0xff;
    return address.length == 4
        ? (first == 100 && (second & 0xc0) == 64) || (first == 198 && (second & 0xfe) == 18)
        : (first & 0xfe) == 0xfc;
  }
}
