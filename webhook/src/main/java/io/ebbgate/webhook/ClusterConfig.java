package io.ebbgate.webhook;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.WebhookEnv;

/**
 * The objects of the cluster that the webhook uses.
 *
 * @param deployment that owns the objects created at run time; empty for no owner
 * @param podName the own pod's name; empty outside of a pod
 * @param observes whether injected pods are watched
 * @param namespaceSettings whether namespaces are watched for settings
 * @param limitRanges whether LimitRanges are watched
 * @param lease whose holder is the leader; empty where nothing is written
 * @param registration the MutatingWebhookConfiguration; empty where it is not needed
 */
record ClusterConfig(
    String deployment,
    String podName,
    boolean observes,
    boolean namespaceSettings,
    boolean limitRanges,
    String lease,
    String registration) {
  ClusterConfig {
    requireNonNull(deployment);
    requireNonNull(podName);
    requireNonNull(lease);
    requireNonNull(registration);
  }

  /** Reads it; the reader keeps the mistakes. */
  static ClusterConfig read(SettingReader reader, TlsConfig tls) {
    String deployment = ConfigText.nameOrNone(reader, WebhookEnv.DEPLOYMENT);
    String podName = ConfigText.nameOrNone(reader, WebhookEnv.POD_NAME);
    boolean observes = reader.flag(WebhookEnv.OBSERVER);
    boolean writes = observes || tls.source() instanceof TlsConfig.Self;
    return new ClusterConfig(
        deployment,
        podName,
        observes,
        reader.flag(WebhookEnv.NAMESPACE_SETTINGS),
        reader.flag(WebhookEnv.LIMIT_RANGES),
        writes ? ConfigText.name(reader, WebhookEnv.LEASE) : "",
        writes ? ConfigText.name(reader, WebhookEnv.REGISTRATION) : "");
  }
}
