package io.ebbgate.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.cluster.Webhook;
import io.ebbgate.tool.prometheus.PlainRules;
import io.ebbgate.tool.prometheus.Prometheus;
import io.ebbgate.tool.prometheus.ScrapeTargets;
import io.ebbgate.webhook.load.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;

/**
 * What is done to gateways and to the webhook makes a real Prometheus with the chart's rules fire
 * the alerts that are for it, and no other. The rules are as they are shipped, so that an alert
 * waits as long as in production: all of it takes twenty minutes.
 */
@Tag("long")
class AlertsKT {
  private static final Duration SCRAPE = Duration.ofSeconds(15);
  private static final String ENVOY = "envoy";

  @ClusterTest
  void fireForWhatWasDoneAndForNothingElse(Testbed testbed) throws Exception {
    Path folder = Files.createTempDirectory(testbed.folder(), "alerts");
    Path kubeconfig = testbed.kubeconfig();
    Scenario scenario =
        Scenario.of(
                gateway -> {
                  Path rules = PlainRules.into(folder).resolve("*.yaml");
                  try (ScrapeTargets targets = ScrapeTargets.of(kubeconfig);
                      Prometheus prometheus =
                          Prometheus.start(folder, targets.configuration(SCRAPE, rules))) {
                    trouble(gateway, new FiringAlerts(prometheus));
                  } finally {
                    gateway.webhook().start();
                    gateway.webhook().upgrade("");
                  }
                })
            .replicas(4)
            .under(
                LoadProfile.everything()
                    .of(Kind.KEEP_ALIVE, Kind.TCP, Kind.WEBSOCKET)
                    .at(50)
                    .lasting(Duration.ofMinutes(1))
                    .keepingFailures())
            .annotated(Setting.DRAIN_TIMEOUT.annotation(), "12s");

    var _ = testbed.run("alerts", scenario);
  }

  private static void trouble(Gateway gateway, FiringAlerts alerts)
      throws IOException, InterruptedException {
    List<String> pods = gateway.pods().names();
    Webhook webhook = gateway.webhook();
    // Two of each, or a rate has nothing to be of.
    Thread.sleep(SCRAPE.multipliedBy(3));
    assertThat(alerts.fired()).isEmpty();

    webhook.stop();
    gateway.scale(pods.size() + 1);
    webhook.start();
    webhook.useCertificate(Duration.ofHours(12), Duration.ofHours(1));
    gateway.drain(pods.get(0));
    gateway.signal(pods.get(1), ENVOY, "STOP");
    // Their sessions are longer than the drain timeout; one pod alone may have none.
    gateway.startDeleting(pods.get(2));
    gateway.startDeleting(pods.get(3));

    alerts.await("EbbgateWebhookFailsOpen", Duration.ofMinutes(2));
    alerts.await("EbbgateDrainForced", Duration.ofMinutes(2));
    alerts.await("EbbgateEnvoyAdminUnreachable", Duration.ofMinutes(4));
    gateway.signal(pods.get(1), ENVOY, "CONT");
    alerts.awaitEnd("EbbgateEnvoyAdminUnreachable", Duration.ofMinutes(2));
    alerts.await("EbbgateDrainStuck", Duration.ofMinutes(5));
    // As the runbook describes it.
    gateway.startDeleting(pods.get(0));
    alerts.awaitEnd("EbbgateDrainStuck", Duration.ofMinutes(2));
    alerts.await("EbbgateCertificateEndsSoon", Duration.ofMinutes(8));
    alerts.await("EbbgateInjectionGap", Duration.ofMinutes(14));
    webhook.stop();
    alerts.await("EbbgateWebhookAbsent", Duration.ofMinutes(8));

    assertThat(alerts.fired())
        .containsExactlyInAnyOrder(
            "EbbgateWebhookFailsOpen",
            "EbbgateDrainForced",
            "EbbgateEnvoyAdminUnreachable",
            "EbbgateDrainStuck",
            "EbbgateCertificateEndsSoon",
            "EbbgateInjectionGap",
            "EbbgateWebhookAbsent");
  }

  /** Names of the alerts that fire on a Prometheus. */
  private record FiringAlerts(Prometheus prometheus) {
    private static final String FIRING = "ALERTS{alertstate=\"firing\"}";
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    /** Waits until an alert fires. */
    void await(String name, Duration limit) throws IOException, InterruptedException {
      await(name + " to fire", limit, firing -> firing.contains(name));
    }

    /** Waits until an alert no longer fires. */
    void awaitEnd(String name, Duration limit) throws IOException, InterruptedException {
      await(name + " to end", limit, firing -> !firing.contains(name));
    }

    private void await(String what, Duration limit, Predicate<Set<String>> seen)
        throws IOException, InterruptedException {
      long began = System.nanoTime();
      Set<String> firing = names(FIRING);
      while (!seen.test(firing)) {
        if (System.nanoTime() - began > limit.toNanos()) {
          throw new AssertionError("waited %s for %s; firing: %s".formatted(limit, what, firing));
        }
        Thread.sleep(POLL_INTERVAL);
        firing = names(FIRING);
      }
    }

    /** All alerts that fired within the last hour. */
    Set<String> fired() throws IOException, InterruptedException {
      return names("count_over_time(" + FIRING + "[1h])");
    }

    private Set<String> names(String query) throws IOException, InterruptedException {
      String grouped = "group by (alertname) (" + query + ")";
      JsonNode answer = prometheus.call("query", Map.of("query", grouped));
      Set<String> names = new TreeSet<>();
      answer
          .path("result")
          .forEach(each -> names.add(each.path("metric").path("alertname").asText()));
      return names;
    }
  }
}
