package io.ebbgate.webhook.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.Profile.Treatment;
import java.time.Duration;
import java.util.Optional;

/** What the drain of a gateway is today, in a few words for people. */
final class DrainToday {
  private DrainToday() {}

  static String of(Gateway gateway) {
    GatewayPod pod = gateway.pod();
    String hook =
        switch (pod.hook()) {
          case PreStop.None _ -> "no hook";
          case PreStop.Ours _ -> "Ebbgate's hook";
          case PreStop.Sleep(Duration time) -> "the kubelet's sleep of " + time.toSeconds() + " s";
          case PreStop.HttpGet(String path, JsonNode port, String _) ->
              manager(pod) + "GET " + path + " at port " + port.asText();
          case PreStop.TcpSocket _ -> "a tcpSocket hook";
          case PreStop.Exec(HookScript script) -> exec(script);
        };
    Optional<OwnDrain> own = OwnDrain.of(pod);
    String after =
        own.map(drain ->
                ", then "
                    + drain.program()
                    + drain
                        .time()
                        .map(time -> " for " + time.toSeconds() + " s")
                        .orElse(" until its connections are done"))
            .orElse("");
    return "%s%s, within a grace period of %d s".formatted(hook, after, pod.grace().toSeconds());
  }

  private static String manager(GatewayPod pod) {
    return pod.product().profile().treatment() == Treatment.OWN_MANAGER
        ? "the product's own drain manager, "
        : "";
  }

  private static String exec(HookScript script) {
    String sleeps =
        script
            .sleep()
            .filter(time -> !time.isZero())
            .map(time -> ", " + time.toSeconds() + " s of sleep")
            .orElse("");
    return "a command (" + String.join(", ", script.programs()) + ")" + sleeps;
  }
}
