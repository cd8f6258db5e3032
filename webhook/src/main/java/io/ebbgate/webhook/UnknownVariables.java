package io.ebbgate.webhook;

import io.ebbgate.core.config.NearestName;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.SidecarResource;
import io.ebbgate.core.contract.WebhookEnv;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Environment variables with our prefix that are no setting: a misspelt one would be ignored, and
 * its default taken instead. Not among them are the variables that the kubelet sets for a Service
 * whose name starts with ours, such as {@code EBBGATE_SERVICE_HOST}.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/service/">Service</a>,
 *     "Environment variables"
 */
final class UnknownVariables {
  static final Set<String> KNOWN =
      Stream.of(
              Stream.of(
                  WebhookEnv.CLIENT_CA,
                  WebhookEnv.DEPLOYMENT,
                  WebhookEnv.EXCLUDED_NAMESPACES,
                  WebhookEnv.LEASE,
                  WebhookEnv.LIMIT_RANGES,
                  WebhookEnv.LISTEN,
                  WebhookEnv.MODE,
                  WebhookEnv.NAMESPACE,
                  WebhookEnv.NAMESPACE_SETTINGS,
                  WebhookEnv.OBSERVER,
                  WebhookEnv.OBSERVER_ADDRESS,
                  WebhookEnv.OPERATIONS_LISTEN,
                  WebhookEnv.POD_NAME,
                  WebhookEnv.PROFILES,
                  WebhookEnv.PULL_SECRETS,
                  WebhookEnv.REGISTRATION,
                  WebhookEnv.SELECTIVE_CLOSE,
                  WebhookEnv.SIDECAR_IMAGE,
                  WebhookEnv.SIDECAR_STYLE,
                  WebhookEnv.STOP_DELAY,
                  WebhookEnv.STRICT,
                  WebhookEnv.TLS_CA_LIFETIME,
                  WebhookEnv.TLS_CA_PROPAGATION,
                  WebhookEnv.TLS_CERT,
                  WebhookEnv.TLS_KEY,
                  WebhookEnv.TLS_LEAF_LIFETIME,
                  WebhookEnv.TLS_MODE,
                  WebhookEnv.TLS_NAMES,
                  WebhookEnv.TLS_SECRET,
                  WebhookEnv.TOKEN_KEY_FILE,
                  WebhookEnv.TOKEN_SECRET),
              Stream.of(SidecarResource.values()).map(SidecarResource::env),
              Stream.of(Setting.values()).map(WebhookEnv::defaultOf))
          .flatMap(each -> each)
          .collect(Collectors.toUnmodifiableSet());

  private static final String DEFAULT = Env.PREFIX + "DEFAULT_";
  private static final String SERVICE_HOST = "_SERVICE_HOST";

  /** How many letters a misspelt name may differ in for one name to be suggested. */
  private static final int NEAR = 4;

  private UnknownVariables() {}

  /** Reports each of them by name only: its value may be a secret. */
  static void report(Map<String, String> environment, SettingReader reader) {
    Set<String> unknown = new TreeSet<>(environment.keySet());
    unknown.removeIf(name -> !name.startsWith(Env.PREFIX) || KNOWN.contains(name));
    for (String name : List.copyOf(unknown)) {
      if (name.endsWith(SERVICE_HOST)) {
        String service = name.substring(0, name.length() - SERVICE_HOST.length());
        unknown.removeIf(each -> isSetFor(service, each));
      }
    }
    unknown.forEach(name -> reader.problem(name, "unknown", allowed(name)));
  }

  private static boolean isSetFor(String service, String name) {
    return name.equals(service + SERVICE_HOST)
        || name.equals(service + "_SERVICE_PORT")
        || name.startsWith(service + "_SERVICE_PORT_")
        || name.equals(service + "_PORT")
        || name.startsWith(service + "_PORT_");
  }

  private static String allowed(String name) {
    boolean isDefault = name.startsWith(DEFAULT);
    List<String> names =
        KNOWN.stream().filter(each -> each.startsWith(DEFAULT) == isDefault).sorted().toList();
    return NearestName.of(name, names, NEAR).orElseGet(() -> "one of " + String.join(", ", names));
  }
}
