package io.ebbgate.webhook.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.config.DurationText;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a product's own program does at SIGTERM.
 *
 * @param time the longest; empty for until the connections are done
 * @param seenBy what decides about it
 */
record OwnDrain(String program, Optional<Duration> time, Observation seenBy) {
  private static final Duration AGENT = Duration.ofSeconds(5);
  private static final Duration WSO2 = Duration.ofSeconds(15);
  private static final Duration KUMA = Duration.ofSeconds(30);
  private static final String UNTIL_IDLE = "EXIT_ON_ZERO_ACTIVE_CONNECTIONS";
  private static final String PROXY_CONFIG = "PROXY_CONFIG";
  private static final String CONFIG = "proxy.istio.io/config";
  private static final String WSO2_ADMIN = "ROUTER_ADMIN_ENABLED";
  private static final String WSO2_TIME = "ROUTER_DRAIN_TIME_SECONDS";
  private static final String CONSUL_ARGUMENT = "shutdown-grace-period-seconds";
  private static final String CONSUL_TIME = "DP_SHUTDOWN_GRACE_PERIOD_SECONDS";
  private static final String KUMA_TIME = "KUMA_DATAPLANE_DRAIN_TIME";

  /** The product's; empty where it has none, or is not known to have one. */
  static Optional<OwnDrain> of(GatewayPod pod) {
    return switch (pod.profile()) {
      case "istio", "istio-waypoint", "higress" -> Optional.of(agent(pod));
      case "wso2" -> wso2(pod);
      case "kuma" ->
          Optional.of(
              new OwnDrain(
                  "kuma-dp",
                  Optional.of(
                      DurationText.clamped(pod.env().getOrDefault(KUMA_TIME, "")).orElse(KUMA)),
                  pod.envPlace(KUMA_TIME)));
      case "consul" -> consul(pod);
      default -> Optional.empty();
    };
  }

  /** The argument wins over the variable; without either, or with 0, it stops at once. */
  private static Optional<OwnDrain> consul(GatewayPod pod) {
    Optional<Observation> argument =
        Stream.of("-", "--")
            .flatMap(dash -> pod.arguments().option(dash + CONSUL_ARGUMENT).stream())
            .findFirst();
    Optional<Duration> time =
        argument
            .map(EnvoyArguments::seconds)
            .orElseGet(() -> DurationText.clamped(pod.env().getOrDefault(CONSUL_TIME, "") + "s"));
    return time.filter(each -> !each.isZero())
        .map(each ->
            new OwnDrain(
                "consul-dataplane",
                Optional.of(each),
                argument.orElseGet(() -> pod.envPlace(CONSUL_TIME))));
  }

  private static OwnDrain agent(GatewayPod pod) {
    JsonNode annotation = EmbeddedYaml.read(pod.annotation(CONFIG));
    JsonNode config = EmbeddedYaml.read(pod.env().getOrDefault(PROXY_CONFIG, ""));
    boolean untilIdle =
        pod.env()
            .getOrDefault(UNTIL_IDLE, annotation.at("/proxyMetadata/" + UNTIL_IDLE).asText())
            .equals("true");
    Duration time =
        Stream.of(config, annotation)
            .map(each -> each.path("terminationDrainDuration").asText())
            .flatMap(each -> DurationText.clamped(each).stream())
            .findFirst()
            .orElse(AGENT);
    return new OwnDrain(
        "pilot-agent", untilIdle ? Optional.empty() : Optional.of(time), pod.envPlace(UNTIL_IDLE));
  }

  /** Whether Istio fills in the template at the pod's creation, with settings of its own. */
  static boolean isIncomplete(GatewayPod pod) {
    return pod.container().path("image").asText().equals("auto");
  }

  /** Whether WSO2's entrypoint may drain at all. */
  static boolean isOff(GatewayPod pod) {
    return pod.profile().equals("wso2") && !pod.env().getOrDefault(WSO2_ADMIN, "").equals("true");
  }

  static Observation adminPlace(GatewayPod pod) {
    return pod.envPlace(WSO2_ADMIN);
  }

  private static Optional<OwnDrain> wso2(GatewayPod pod) {
    if (isOff(pod)) {
      return Optional.empty();
    }
    Observation place = pod.envPlace(WSO2_TIME);
    Optional<Duration> time =
        DurationText.clamped(pod.env().getOrDefault(WSO2_TIME, "") + "s")
            .or(() -> Optional.of(WSO2));
    return time.filter(each -> !each.isZero())
        .map(each -> new OwnDrain("WSO2's entrypoint", Optional.of(each), place));
  }
}
