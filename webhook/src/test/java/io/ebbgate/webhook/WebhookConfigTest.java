package io.ebbgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.certs.issue.SubjectName;
import io.ebbgate.certs.rotation.RotationTerms;
import io.ebbgate.core.admission.AdmissionPolicy;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.SidecarResource;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.webhook.http.ListenAddresses;
import io.ebbgate.webhook.tls.CertificateFiles;
import io.ebbgate.webhook.trace.TraceSwitch;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookConfigTest {
  private static final Map<String, String> NEEDED =
      Map.of(
          WebhookEnv.TLS_CERT, "/tls/tls.crt",
          WebhookEnv.TLS_KEY, "/tls/tls.key",
          WebhookEnv.TOKEN_KEY_FILE, "/token/key",
          WebhookEnv.SIDECAR_IMAGE, "registry/sidecar@sha256:0");
  private static final TlsConfig CERTIFICATES =
      new TlsConfig(
          new TlsConfig.Files(
              new CertificateFiles(Path.of("/tls/tls.crt"), Path.of("/tls/tls.key"))),
          Optional.empty());
  private static final TokenConfig TOKEN = new TokenConfig.InFile(Path.of("/token/key"));

  @Test
  void readsEverySetting() throws Exception {
    Map<String, String> environment = new HashMap<>(NEEDED);
    environment.put(WebhookEnv.LISTEN, "[::1]:1443");
    environment.put(WebhookEnv.OPERATIONS_LISTEN, "127.0.0.1:1080");
    environment.put(WebhookEnv.NAMESPACE, "ebbgate");
    environment.put(WebhookEnv.EXCLUDED_NAMESPACES, "a, b");
    environment.put(WebhookEnv.MODE, "sleep");
    environment.put(WebhookEnv.SIDECAR_STYLE, "classic");
    environment.put(WebhookEnv.STRICT, "true");
    environment.put(WebhookEnv.STOP_DELAY, "7s");
    environment.put(WebhookEnv.PULL_SECRETS, "one, two");
    environment.put(SidecarResource.MEMORY_LIMIT.env(), "96Mi");
    environment.put(WebhookEnv.PROFILES, "/etc/profiles");
    environment.put(WebhookEnv.CLIENT_CA, "/client-ca/ca.crt");
    environment.put(WebhookEnv.defaultOf(Setting.DRAIN_TIMEOUT), "90s");
    environment.put("OTEL_TRACES_EXPORTER", "otlp");

    WebhookConfig config = WebhookConfig.read(environment);

    assertThat(config)
        .isEqualTo(
            new WebhookConfig(
                new ListenAddresses(address("::1", 1443), address("127.0.0.1", 1080)),
                new TlsConfig(CERTIFICATES.source(), Optional.of(Path.of("/client-ca/ca.crt"))),
                TOKEN,
                new ClusterConfig("", "", false, false, false, "", ""),
                AdmissionPolicy.of(
                        "ebbgate",
                        Set.of("a", "b"),
                        true,
                        Mode.SLEEP,
                        SidecarStyle.CLASSIC,
                        "registry/sidecar@sha256:0",
                        Map.of(Setting.DRAIN_TIMEOUT, "90s"))
                    .pulledWith(List.of("one", "two"))
                    .sized(Map.of(SidecarResource.MEMORY_LIMIT, "96Mi")),
                Optional.of(Path.of("/etc/profiles")),
                Duration.ofSeconds(7),
                TraceSwitch.ON));
  }

  @Test
  void hasADefaultForWhatIsNotNeeded() throws Exception {
    WebhookConfig config = WebhookConfig.read(NEEDED);

    assertThat(config)
        .isEqualTo(
            new WebhookConfig(
                new ListenAddresses(address("0.0.0.0", 8443), address("0.0.0.0", 8080)),
                CERTIFICATES,
                TOKEN,
                new ClusterConfig("", "", false, false, false, "", ""),
                AdmissionPolicy.of(
                    "",
                    Set.of("kube-system", "kube-public", "kube-node-lease"),
                    false,
                    Mode.AGENT,
                    SidecarStyle.NATIVE,
                    "registry/sidecar@sha256:0",
                    Map.of()),
                Optional.empty(),
                Duration.ofSeconds(5),
                TraceSwitch.OFF));
  }

  @Test
  void watchesPodsWithALeaseAndARegistration() throws Exception {
    Map<String, String> environment = new HashMap<>(NEEDED);
    environment.put(WebhookEnv.OBSERVER, "true");
    environment.put(WebhookEnv.NAMESPACE_SETTINGS, "true");
    environment.put(WebhookEnv.LIMIT_RANGES, "true");

    assertThatThrownBy(() -> WebhookConfig.read(environment))
        .hasMessageContaining(WebhookEnv.LEASE + " is missing")
        .hasMessageContaining(WebhookEnv.REGISTRATION + " is missing");

    environment.put(WebhookEnv.LEASE, "ebbgate");
    environment.put(WebhookEnv.REGISTRATION, "ebbgate.edge");

    assertThat(WebhookConfig.read(environment).cluster())
        .isEqualTo(new ClusterConfig("", "", true, true, true, "ebbgate", "ebbgate.edge"));
  }

  @Test
  void takesADefaultForEverySetting() throws Exception {
    Map<String, String> environment = new HashMap<>(NEEDED);
    Map<Setting, String> given = new HashMap<>();
    for (Setting setting : Setting.values()) {
      String value = setting.fallback().isEmpty() ? "engine:9002" : setting.fallback();
      given.put(setting, value);
      environment.put(WebhookEnv.defaultOf(setting), value);
    }

    WebhookConfig config = WebhookConfig.read(environment);

    assertThat(config.policy().defaults()).isEqualTo(given);
  }

  @Test
  void saysEveryMistakeAtOnce() {
    Map<String, String> environment = new HashMap<>();
    environment.put(WebhookEnv.LISTEN, "everywhere");
    environment.put(WebhookEnv.OPERATIONS_LISTEN, "127.0.0.1:70000");
    environment.put(WebhookEnv.NAMESPACE, "No Namespace");
    environment.put(WebhookEnv.EXCLUDED_NAMESPACES, "a,,b");
    environment.put(WebhookEnv.MODE, "fast");
    environment.put(WebhookEnv.SIDECAR_STYLE, "modern");
    environment.put(WebhookEnv.STRICT, "very");
    environment.put(WebhookEnv.STOP_DELAY, "soon");
    environment.put(WebhookEnv.PULL_SECRETS, "one,");
    environment.put(WebhookEnv.defaultOf(Setting.FORCE_CLOSE), "maybe");
    environment.put("EBBGATE_DEFAULT_MIN_DRAN", "10s");

    assertThatThrownBy(() -> WebhookConfig.read(environment))
        .isInstanceOf(ConfigException.class)
        .message()
        .hasLineCount(15)
        .contains(
            WebhookEnv.LISTEN + " is \"everywhere\"; allowed is an IP address and a port",
            WebhookEnv.OPERATIONS_LISTEN + " is",
            WebhookEnv.TLS_CERT + " is missing",
            WebhookEnv.TLS_KEY + " is missing",
            WebhookEnv.TOKEN_KEY_FILE + " is missing",
            WebhookEnv.NAMESPACE + " is",
            WebhookEnv.EXCLUDED_NAMESPACES + " is",
            WebhookEnv.PULL_SECRETS + " is \"one,\"; allowed is Secrets' names separated by commas",
            WebhookEnv.MODE + " is \"fast\"; allowed is " + Mode.ALLOWED,
            WebhookEnv.SIDECAR_STYLE + " is",
            WebhookEnv.SIDECAR_IMAGE + " is missing",
            WebhookEnv.STRICT + " is \"very\"; allowed is true or false.",
            WebhookEnv.STOP_DELAY + " is",
            WebhookEnv.defaultOf(Setting.FORCE_CLOSE)
                + " is \"maybe\"; allowed is off, tcp or all.",
            "EBBGATE_DEFAULT_MIN_DRAN is unknown; allowed is EBBGATE_DEFAULT_MIN_DRAIN.");
  }

  private static final Map<String, String> OWN =
      Map.of(
          WebhookEnv.TLS_MODE, "self",
          WebhookEnv.TLS_SECRET, "ebbgate-ca",
          WebhookEnv.TLS_NAMES, "ebbgate.edge.svc, 127.0.0.1",
          WebhookEnv.REGISTRATION, "ebbgate.edge",
          WebhookEnv.LEASE, "ebbgate",
          WebhookEnv.TOKEN_SECRET, "ebbgate-token",
          WebhookEnv.SIDECAR_IMAGE, "registry/sidecar@sha256:0");

  @Test
  void makesItsOwnCertificatesForAYearAndAWeekByDefault() throws Exception {
    WebhookConfig config = WebhookConfig.read(OWN);

    assertThat(config.tls().source())
        .isEqualTo(
            new TlsConfig.Self(
                "ebbgate-ca",
                List.of(SubjectName.parse("ebbgate.edge.svc"), SubjectName.parse("127.0.0.1")),
                RotationTerms.DEFAULT));
    assertThat(config.cluster())
        .isEqualTo(new ClusterConfig("", "", false, false, false, "ebbgate", "ebbgate.edge"));
    assertThat(config.token()).isEqualTo(new TokenConfig.InSecret("ebbgate-token"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          EBBGATE_TLS_MODE           | auto    | EBBGATE_TLS_MODE is "auto"; allowed is self or files.
          EBBGATE_TLS_NAMES          | a_b     | EBBGATE_TLS_NAMES is "a_b"; allowed is host names
          EBBGATE_TLS_SECRET         | A       | EBBGATE_TLS_SECRET is "A"; allowed is an object's name.
          EBBGATE_TLS_CA_LIFETIME | 87601h  | EBBGATE_TLS_CA_LIFETIME is "87601h"; allowed is a duration such as
          EBBGATE_TLS_LEAF_LIFETIME      | 1y      | EBBGATE_TLS_LEAF_LIFETIME is "1y"; allowed is a duration such as
          EBBGATE_TLS_LEAF_LIFETIME      | 59s     | EBBGATE_TLS_LEAF_LIFETIME is "59s"; allowed is a duration such as
          EBBGATE_TLS_LEAF_LIFETIME      | 2920h   | EBBGATE_TLS_CA_LIFETIME is too short for EBBGATE_TLS_LEAF_LIFETIME and
          EBBGATE_TLS_CA_PROPAGATION         | soon    | EBBGATE_TLS_CA_PROPAGATION is "soon"; allowed is
          """)
  void saysWhatIsWrongWithTermsOfItsOwn(String name, String value, String sentence) {
    Map<String, String> environment = new HashMap<>(OWN);
    environment.put(name, value);

    assertThatThrownBy(() -> WebhookConfig.read(environment)).hasMessageContaining(sentence);
  }

  private static InetSocketAddress address(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }
}
