package io.ebbgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.core.admission.AdmissionPolicy;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.webhook.http.Listening;
import io.ebbgate.webhook.tls.CertificateFiles;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WebhookConfigTest {
  private static final Map<String, String> NEEDED =
      Map.of(
          WebhookEnv.TLS_CERT, "/tls/tls.crt",
          WebhookEnv.TLS_KEY, "/tls/tls.key",
          WebhookEnv.TOKEN_KEY_FILE, "/token/key",
          WebhookEnv.SIDECAR_IMAGE, "registry/sidecar@sha256:0");

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
    environment.put(WebhookEnv.defaultOf(Setting.DRAIN_TIMEOUT), "90s");

    WebhookConfig config = WebhookConfig.read(environment);

    assertThat(config)
        .isEqualTo(
            new WebhookConfig(
                new Listening(address("::1", 1443), address("127.0.0.1", 1080)),
                new TlsConfig.Files(
                    new CertificateFiles(Path.of("/tls/tls.crt"), Path.of("/tls/tls.key"))),
                new TokenConfig.InFile(Path.of("/token/key")),
                "",
                "",
                AdmissionPolicy.of(
                    "ebbgate",
                    Set.of("a", "b"),
                    true,
                    Mode.SLEEP,
                    SidecarStyle.CLASSIC,
                    "registry/sidecar@sha256:0",
                    Map.of(Setting.DRAIN_TIMEOUT, "90s")),
                Duration.ofSeconds(7)));
  }

  @Test
  void hasADefaultForWhatIsNotNeeded() throws Exception {
    WebhookConfig config = WebhookConfig.read(NEEDED);

    assertThat(config)
        .isEqualTo(
            new WebhookConfig(
                new Listening(address("0.0.0.0", 8443), address("0.0.0.0", 8080)),
                new TlsConfig.Files(
                    new CertificateFiles(Path.of("/tls/tls.crt"), Path.of("/tls/tls.key"))),
                new TokenConfig.InFile(Path.of("/token/key")),
                "",
                "",
                AdmissionPolicy.of(
                    "",
                    Set.of("kube-system", "kube-public", "kube-node-lease"),
                    false,
                    Mode.AGENT,
                    SidecarStyle.NATIVE,
                    "registry/sidecar@sha256:0",
                    Map.of()),
                Duration.ofSeconds(5)));
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
    environment.put(WebhookEnv.defaultOf(Setting.FORCE_CLOSE), "maybe");

    assertThatThrownBy(() -> WebhookConfig.read(environment))
        .isInstanceOf(ConfigException.class)
        .message()
        .hasLineCount(13)
        .contains(
            WebhookEnv.LISTEN + " is \"everywhere\"; allowed is an IP address and a port",
            WebhookEnv.OPERATIONS_LISTEN + " is",
            WebhookEnv.TLS_CERT + " is missing",
            WebhookEnv.TLS_KEY + " is missing",
            WebhookEnv.TOKEN_KEY_FILE + " is missing",
            WebhookEnv.NAMESPACE + " is",
            WebhookEnv.EXCLUDED_NAMESPACES + " is",
            WebhookEnv.MODE + " is \"fast\"; allowed is " + Mode.ALLOWED,
            WebhookEnv.SIDECAR_STYLE + " is",
            WebhookEnv.SIDECAR_IMAGE + " is missing",
            WebhookEnv.STRICT + " is \"very\"; allowed is true or false.",
            WebhookEnv.STOP_DELAY + " is",
            WebhookEnv.defaultOf(Setting.FORCE_CLOSE)
                + " is \"maybe\"; allowed is off, tcp or all.");
  }

  private static InetSocketAddress address(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }
}
