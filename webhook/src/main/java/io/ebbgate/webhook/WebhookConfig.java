package io.ebbgate.webhook;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.admission.AdmissionPolicy;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.RequestedResources;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.config.HostPort;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Ports;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.SidecarResource;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.core.drain.SettingsText;
import io.ebbgate.webhook.http.ListenAddresses;
import io.ebbgate.webhook.trace.TraceSwitch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Everything {@code serve} takes from its environment ({@link WebhookEnv} has the names; those of
 * OpenTelemetry are its own).
 */
record WebhookConfig(
    ListenAddresses addresses,
    TlsConfig tls,
    TokenConfig token,
    ClusterConfig cluster,
    AdmissionPolicy policy,
    Optional<Path> profiles,
    Duration stopDelay,
    TraceSwitch traces) {

  private static final Pattern IMAGE = Pattern.compile("[\\x21-\\x7e]{1,512}");

  WebhookConfig {
    requireNonNull(addresses);
    requireNonNull(tls);
    requireNonNull(token);
    requireNonNull(cluster);
    requireNonNull(policy);
    requireNonNull(profiles);
    requireNonNull(stopDelay);
    requireNonNull(traces);
  }

  /** Reads the environment; throws with every mistake in it. */
  static WebhookConfig read(Map<String, String> environment) throws ConfigException {
    SettingReader reader = new SettingReader(environment);
    ListenAddresses addresses =
        new ListenAddresses(
            ConfigText.address(reader, WebhookEnv.LISTEN, Ports.ADMISSION),
            ConfigText.address(reader, WebhookEnv.OPERATIONS_LISTEN, Ports.OPERATIONS));
    TlsConfig tls = TlsConfig.read(reader);
    TokenConfig token = TokenConfig.read(reader);
    ClusterConfig cluster = ClusterConfig.read(reader, tls);
    AdmissionPolicy policy =
        policy(reader)
            .pulledWith(pullSecrets(reader))
            .sized(RequestedResources.read(reader, SidecarResource::env))
            .selectiveClose(reader.flag(WebhookEnv.SELECTIVE_CLOSE))
            .notifying(observerAddress(reader));
    Optional<Path> profiles = ConfigText.fileOrNone(reader, WebhookEnv.PROFILES);
    Duration stopDelay = reader.duration(WebhookEnv.STOP_DELAY, "5s");
    TraceSwitch traces = TraceSwitch.read(reader);
    UnknownVariables.report(environment, reader);
    reader.finish();
    return new WebhookConfig(addresses, tls, token, cluster, policy, profiles, stopDelay, traces);
  }

  private static AdmissionPolicy policy(SettingReader reader) {
    return AdmissionPolicy.of(
        reader.value(WebhookEnv.NAMESPACE, "", "a namespace's name", ConfigText::namespace),
        reader.value(
            WebhookEnv.EXCLUDED_NAMESPACES,
            String.join(",", AdmissionPolicy.CLUSTER_NAMESPACES),
            "namespaces' names separated by commas",
            ConfigText::namespaces),
        reader.flag(WebhookEnv.STRICT),
        reader.value(WebhookEnv.MODE, Mode.AGENT.wireName(), Mode.ALLOWED, Mode::named),
        reader.value(
            WebhookEnv.SIDECAR_STYLE,
            SidecarStyle.NATIVE.wireName(),
            SidecarStyle.ALLOWED,
            SidecarStyle::named),
        image(reader),
        defaults(reader));
  }

  private static Optional<HostPort> observerAddress(SettingReader reader) {
    return reader.optional(
        WebhookEnv.OBSERVER_ADDRESS,
        "a host and a port such as ebbgate.ebbgate-system.svc:8080",
        HostPort::parse);
  }

  private static List<String> pullSecrets(SettingReader reader) {
    return reader.value(
        WebhookEnv.PULL_SECRETS, "", "Secrets' names separated by commas", ConfigText::names);
  }

  /** Only those that were given: what is built in may change with a version. */
  private static Map<Setting, String> defaults(SettingReader reader) {
    var _ = SettingsText.read(reader, WebhookEnv::defaultOf);
    Map<Setting, String> given = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      String value = reader.text(WebhookEnv.defaultOf(setting), "");
      if (!value.isEmpty()) {
        given.put(setting, value);
      }
    }
    return given;
  }

  private static String image(SettingReader reader) {
    String allowed = "an image's name, best with its digest";
    String given = reader.required(WebhookEnv.SIDECAR_IMAGE, allowed, "none");
    if (!IMAGE.matcher(given).matches()) {
      reader.problem(WebhookEnv.SIDECAR_IMAGE, '"' + given + '"', allowed);
    }
    return given;
  }
}
