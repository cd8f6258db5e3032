package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.config.CloseListeners;
import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.config.ConfigProblem;
import io.ebbgate.core.config.ForceClose;
import io.ebbgate.core.config.HoldUntil;
import io.ebbgate.core.config.ReleaseCall;
import io.ebbgate.core.config.StopOrder;
import io.ebbgate.core.config.StopOrder.Endpoint;
import io.ebbgate.core.config.StopOrder.Stop;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.drain.DrainSettings;
import io.ebbgate.core.drain.PodTerms;
import io.ebbgate.core.drain.Probe;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
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

class SidecarConfigTest {
  private static final String TOKEN = "a-token-that-is-secret";

  @Test
  void mapsEveryName() throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put(Env.POD_IP, "10.1.2.3");
    environment.put(Env.POD_NAME, "gateway-1");
    environment.put(Env.POD_NAMESPACE, "edge");
    environment.put(Env.PROFILE, "istio");
    environment.put(Env.ADMIN, "unix:/admin/admin.sock");
    environment.put(Env.HOOK_ADDRESS, "10.1.2.3:15990");
    environment.put(Env.CONTROL_ADDRESS, "[::1]:15991");
    environment.put(Env.TOKEN, TOKEN);
    environment.put(Env.SIDECAR, "classic");
    environment.put(Env.GRACE_PERIOD, "64s");
    environment.put(Env.RESTART_GRACE, "20s");
    environment.put(Env.PROBES, "8080@10s,15021@2s");
    environment.put(Env.IGNORE_PORTS, "15021,15090");
    environment.put(Env.RELEASE_CALL, "127.0.0.1:15020/drain");
    environment.put(Env.TERMINATION_LOG, "/tmp/message");
    environment.put(Env.STATE_DIR, "/tmp/state");
    environment.put(Setting.DRAIN_TIMEOUT.env(), "50s");
    environment.put(Setting.MIN_DRAIN.env(), "6s");
    environment.put(Setting.QUIET_PERIOD.env(), "3s");
    environment.put(Setting.MAX_ANNOUNCE.env(), "16s");
    environment.put(Setting.HOLD_UNTIL.env(), "condition=example.com/registered:False");
    environment.put(Setting.IDLE_LINGER.env(), "11s");
    environment.put(Setting.UNREADY_AFTER.env(), "0s");
    environment.put(Setting.BACKGROUND_CONNECTIONS.env(), "0.5");
    environment.put(Setting.CLOSE_LISTENERS.env(), "30s");
    environment.put(Setting.EXIT_CONNECTIONS.env(), "2");
    environment.put(Setting.MAX_GRACE.env(), "15s");
    environment.put(Setting.FORCE_CLOSE.env(), "tcp");
    environment.put(Setting.SPREAD.env(), "4s");
    environment.put(Env.READINESS_LAG, "8s");
    environment.put(Setting.GATEWAY_EXIT.env(), "6s");
    environment.put(Setting.STOP_ORDER.env(), "policy-engine:9002,python-executor:9003");

    SidecarConfig config = SidecarConfig.read(environment);

    assertThat(config.admin()).containsExactly(UnixDomainSocketAddress.of("/admin/admin.sock"));
    assertThat(config.hook()).isEqualTo(address("10.1.2.3", 15990));
    assertThat(config.control()).isEqualTo(address("::1", 15991));
    assertThat(config.style()).isEqualTo(SidecarStyle.CLASSIC);
    assertThat(config.podName()).isEqualTo("gateway-1");
    assertThat(config.podNamespace()).isEqualTo("edge");
    assertThat(config.profile()).isEqualTo("istio");
    assertThat(config.terminationLog()).isEqualTo(Path.of("/tmp/message"));
    assertThat(config.stateDir()).isEqualTo(Path.of("/tmp/state"));
    assertThat(config.pod())
        .isEqualTo(
            new PodTerms(
                new DrainSettings(
                    Duration.ofSeconds(50),
                    Duration.ofSeconds(6),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(16),
                    new HoldUntil.Condition("example.com/registered", false),
                    Duration.ofSeconds(11),
                    Optional.of(Duration.ZERO),
                    0.5,
                    new CloseListeners.After(Duration.ofSeconds(30)),
                    2,
                    Optional.of(Duration.ofSeconds(15)),
                    ForceClose.TCP,
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(6),
                    new StopOrder(
                        List.of(
                            new Stop("policy-engine", new Endpoint.Port(9002)),
                            new Stop("python-executor", new Endpoint.Port(9003))))),
                Duration.ofSeconds(64),
                Duration.ofSeconds(20),
                List.of(
                    new Probe(8080, Duration.ofSeconds(10)),
                    new Probe(15021, Duration.ofSeconds(2))),
                Duration.ofSeconds(8),
                Set.of(15021, 15090),
                List.of(),
                Optional.of(new ReleaseCall(15020, "/drain"))));
  }

  @Test
  void needsNothingButTheToken() throws Exception {
    SidecarConfig config = SidecarConfig.read(Map.of(Env.TOKEN, TOKEN));

    assertThat(config.admin()).containsExactly(address("127.0.0.1", 9901));
    assertThat(config.hook()).isEqualTo(address("0.0.0.0", 15980));
    assertThat(config.control()).isEqualTo(address("127.0.0.1", 15981));
    assertThat(config.style()).isEqualTo(SidecarStyle.NATIVE);
    assertThat(config.pod().grace()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.pod().restartGrace()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.pod().settings().closeListeners()).isEqualTo(new CloseListeners.AtEnd());
  }

  /** The kubelet renders a pod's IPv6 address without brackets. */
  @ParameterizedTest
  @CsvSource({"EBBGATE_POD_IP, fd00::7", "EBBGATE_HOOK_ADDRESS, fd00::7:15980"})
  void listensOnThePodsAddressAsTheKubeletRendersIt(String name, String value) throws Exception {
    SidecarConfig config = SidecarConfig.read(Map.of(Env.TOKEN, TOKEN, name, value));

    assertThat(config.hook()).isEqualTo(address("fd00::7", 15980));
  }

  @Test
  void looksForEnvoyOnBothLoopbacksOfLocalhost() throws Exception {
    SidecarConfig config =
        SidecarConfig.read(Map.of(Env.TOKEN, TOKEN, Env.ADMIN, "localhost:15000"));

    assertThat(config.admin()).containsExactly(address("127.0.0.1", 15000), address("::1", 15000));
  }

  @Test
  void namesEveryMistakeAtOnce() {
    ConfigException mistakes =
        mistakes(
            Map.of(
                Env.ADMIN,
                "gateway.example:9901",
                Env.HOOK_ADDRESS,
                "10.0.0.1",
                Env.SIDECAR,
                "modern",
                Env.GRACE_PERIOD,
                "64",
                Setting.MIN_DRAIN.env(),
                "soon",
                Setting.STOP_ORDER.env(),
                "policy-engine"));

    assertThat(mistakes.problems())
        .extracting(ConfigProblem::setting)
        .containsExactlyInAnyOrder(
            Env.ADMIN,
            Env.HOOK_ADDRESS,
            Env.TOKEN,
            Env.SIDECAR,
            Env.GRACE_PERIOD,
            Setting.MIN_DRAIN.env(),
            Setting.STOP_ORDER.env());
    assertThat(mistakes.problems())
        .extracting(ConfigProblem::sentence)
        .contains(
            "EBBGATE_MIN_DRAIN is \"soon\"; allowed is a duration such as 30s, 1m30s or 500ms.");
  }

  @ParameterizedTest
  @CsvSource({
    "EBBGATE_ADMIN, 127.0.0.1",
    "EBBGATE_ADMIN, 127.0.0.1:0",
    "EBBGATE_ADMIN, 127.0.0.1:65536",
    "EBBGATE_ADMIN, unix:relative",
    "EBBGATE_ADMIN, 300.0.0.1:80",
    "EBBGATE_POD_IP, here",
    "EBBGATE_CONTROL_ADDRESS, example.com:80",
    "EBBGATE_PROBES, 8080",
    "EBBGATE_PROBES, 8080@0s",
    "EBBGATE_PROBES, '8080@1s,'",
    "EBBGATE_RELEASE_CALL, 10.0.0.1:15020/drain",
    "EBBGATE_IGNORE_PORTS, 70000",
    "EBBGATE_IGNORE_PORTS, 'a,b'",
    "EBBGATE_RESTART_GRACE, -1s",
    "EBBGATE_TERMINATION_LOG, message",
    "EBBGATE_STATE_DIR, state",
    "EBBGATE_UNREADY_AFTER, never",
    "EBBGATE_BACKGROUND_CONNECTIONS, NaN",
    "EBBGATE_BACKGROUND_CONNECTIONS, -1",
    "EBBGATE_CLOSE_LISTENERS, now",
    "EBBGATE_EXIT_CONNECTIONS, 1.5",
    "EBBGATE_MAX_GRACE, all",
    "EBBGATE_FORCE_CLOSE, udp",
    "EBBGATE_SPREAD, wide",
    "EBBGATE_STOP_ORDER, 'Upper:9002'",
    "EBBGATE_STOP_ORDER, 'a:9002,9003'",
    "EBBGATE_TOKEN, short"
  })
  void refusesABadValueByName(String name, String value) {
    Map<String, String> environment = new HashMap<>(Map.of(Env.TOKEN, TOKEN));
    environment.put(name, value);

    assertThat(mistakes(environment).problems())
        .extracting(ConfigProblem::setting)
        .containsExactly(name);
  }

  @Test
  void neverPrintsTheToken() throws Exception {
    SidecarConfig config = SidecarConfig.read(Map.of(Env.TOKEN, TOKEN));
    ConfigException mistakes = mistakes(Map.of(Env.TOKEN, "a secret with spaces"));

    assertThat(config.toString()).doesNotContain(TOKEN);
    assertThat(mistakes).message().doesNotContain("a secret").contains(Env.TOKEN);
  }

  private static ConfigException mistakes(Map<String, String> environment) {
    return catchThrowableOfType(ConfigException.class, () -> SidecarConfig.read(environment));
  }

  private static InetSocketAddress address(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }
}
