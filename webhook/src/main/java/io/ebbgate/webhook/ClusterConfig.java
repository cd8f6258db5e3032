package io.ebbgate.webhook;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.WebhookEnv;

/**
 * What of the cluster is ours.
 *
 * @param deployment which owns what is made at run time; empty for nobody
 * @param podName our own; empty outside of a pod
 * @param observes whether injected pods are watched
 * @param lease whose holder writes; empty where nothing is written
 * @param registration the MutatingWebhookConfiguration; empty where it is not needed
 */
record ClusterConfig(
    String deployment, String podName, boolean observes, String lease, String registration) {
  ClusterConfig {
    requireNonNull(deployment);
    requireNonNull(podName);
    requireNonNull(lease);
    requireNonNull(registration);
  }

  /** Reads it; mistakes stay with the reader. */
  static ClusterConfig read(SettingReader reader, TlsConfig tls) {
    String deployment = ConfigText.nameOrNone(reader, WebhookEnv.DEPLOYMENT);
    String podName = ConfigText.nameOrNone(reader, WebhookEnv.POD_NAME);
    boolean observes =
        reader.value(WebhookEnv.OBSERVER, "false", "true or false", ConfigText::truth);
    boolean writes = observes || tls instanceof TlsConfig.Self;
    return new ClusterConfig(
        deployment,
        podName,
        observes,
        writes ? ConfigText.name(reader, WebhookEnv.LEASE) : "",
        writes ? ConfigText.name(reader, WebhookEnv.REGISTRATION) : "");
  }
}
