package io.ebbgate.system.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ebbgate.tool.dashboard.Dashboard;
import io.ebbgate.tool.dashboard.DashboardRecord;
import io.ebbgate.tool.dashboard.GrafanaVariables;
import io.ebbgate.tool.dashboard.PanelQueries;
import io.ebbgate.tool.dashboard.PanelResult;
import io.ebbgate.tool.dashboard.Series;
import io.ebbgate.tool.prometheus.Prometheus;
import io.ebbgate.tool.prometheus.Promtool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real Prometheus with half an hour of scrapes, in which five pods are terminated: four clean,
 * one forced with three connections and two requests. Three of the five drains are between two
 * scrapes. One of the pods had an update of a listener before, which cut connections.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PanelResultsIT {
  private static final Dashboard BOARD = Dashboard.ofTheChart();
  private static final Path PICTURES =
      Path.of(System.getProperty("ebbgate.root", "."), "charts", "target", "dashboard");
  private static final String CONFIGURATION = "global: {scrape_interval: 15s}\n";

  private final List<Prometheus> running = new ArrayList<>();
  private Prometheus everything;
  private Prometheus webhookAlone;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    everything = prometheus(folder.resolve("everything"), new InventedRollout(true));
    webhookAlone = prometheus(folder.resolve("webhook"), new InventedRollout(false));
  }

  private Prometheus prometheus(Path folder, InventedRollout rollout) throws Exception {
    Path samples = Files.createDirectories(folder).resolve("samples");
    rollout.write(samples);
    Promtool.backfill(samples, folder.resolve("data"));
    running.add(Prometheus.start(folder, CONFIGURATION));
    return running.getLast();
  }

  @AfterAll
  void stop() {
    running.forEach(Prometheus::close);
  }

  @Test
  void everyQueryOfEveryPanelHasData() throws Exception {
    assertThat(panels(everything, 15).results()).flatExtracting(PanelResult::withoutData).isEmpty();
  }

  /** For any step of Grafana's, from less than a scrape interval to many. */
  @ParameterizedTest
  @ValueSource(ints = {5, 15, 37, 60, 300})
  void barsAddUpToTheNumberOfDrains(int step) throws Exception {
    PanelQueries panels = panels(everything, step);

    assertThat(panel(panels.results(), "Drains by verdict").sums())
        .contains(entry("clean", 4.0), entry("forced", 1.0), entry("lost", 0.0));
    assertThat(panel(panels.results(), "Cut when gateways were stopped").sums())
        .containsExactly(entry("connections", 3.0), entry("requests", 2.0));
    assertThat(panels.annotations().stream().mapToDouble(Series::sum).sum()).isEqualTo(5);
  }

  @Test
  void countsEveryDrainWithoutAScrapeOfASidecar() throws Exception {
    PanelQueries panels = panels(webhookAlone, 15);
    List<PanelResult> results = panels.results();

    assertThat(panel(results, "Drains by verdict").sums())
        .contains(entry("clean", 4.0), entry("forced", 1.0));
    assertThat(panel(results, "Drains, 24 h").number()).isEqualTo(5);
    assertThat(panel(results, "Connections of draining pods").withoutData()).hasSize(1);
  }

  /** The other drains were over before a scrape. */
  @Test
  void hasConnectionsOnlyOfDrainsDuringAScrape() throws Exception {
    assertThat(panel(panels(everything, 15).results(), "Connections of draining pods").byName())
        .containsOnlyKeys("shop/gateway-old-2", "shop/gateway-old-5")
        .allSatisfy((_, series) -> assertThat(series.max()).isEqualTo(12));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 15, 37, 60, 300})
  void showsAnUpdateThatCutConnectionsOnceAndWhatWasOpenBefore(int step) throws Exception {
    List<PanelResult> results = panels(everything, step).results();

    assertThat(panel(results, "Listener updates that cut connections").sums())
        .containsExactly(entry("shop", 1.0));
    assertThat(panel(results, "Connections on replaced listeners").byName())
        .containsOnlyKeys("shop/gateway-old-1")
        .allSatisfy((_, series) -> assertThat(series.max()).isEqualTo(7));
  }

  @Test
  void theFirstRowShowsLosses() throws Exception {
    List<PanelResult> results = panels(everything, 15).results();

    assertThat(panel(results, "Drains, 24 h").text()).isEqualTo("5");
    assertThat(panel(results, "Terminated without loss, 24 h").text()).isEqualTo("80.00 %");
    assertThat(panel(results, "Terminated without loss, 24 h").colour()).isEqualTo("red");
    assertThat(panel(results, "Requests cut, 24 h").text()).isEqualTo("2");
    assertThat(panel(results, "Connections cut, 24 h").text()).isEqualTo("3");
    assertThat(panel(results, "Webhook replicas").text()).isEqualTo("2");
    assertThat(panel(results, "Reviews without an error, 24 h").text()).isEqualTo("100.00 %");
    assertThat(panel(results, "Certificate expires in").text()).isEqualTo("5.0 d");
    assertThat(panel(results, "Sidecars not started").text()).isEqualTo("0");
  }

  @Test
  void theThirdRowHasTheWorkloadAndItsHold() throws Exception {
    List<PanelResult> results = panels(everything, 15).results();

    assertThat(panel(results, "Slowest workloads").byName()).containsOnlyKeys("shop/gateway");
    assertThat(panel(results, "Slowest workloads").number()).isBetween(7.0, 10.0);
    assertThat(panel(results, "Out of time, by workload").number()).isEqualTo(1);
    assertThat(panel(results, "Time budget used").byName())
        .hasEntrySatisfying("p99", part -> assertThat(part.max()).isGreaterThan(0.9));
  }

  /** Drawn for a review of the picture; the README's picture is recorded on a real cluster. */
  @Test
  void drawsAPicture() throws Exception {
    PanelQueries panels = panels(everything, 15);

    DashboardRecord.of(
            BOARD,
            panels.results(),
            panels.variables(),
            "Invented: five pods of a gateway are terminated.")
        .write(PICTURES);

    assertThat(PICTURES.resolve("dashboard.svg")).content().contains("clean 4", "forced 1");
  }

  private static PanelQueries panels(Prometheus prometheus, int step) {
    Instant to = InventedRollout.BEGAN.plus(InventedRollout.LENGTH);
    return new PanelQueries(
        BOARD,
        prometheus,
        GrafanaVariables.with(
            InventedRollout.BEGAN, to, Duration.ofSeconds(step), InventedRollout.SCRAPE));
  }

  private static PanelResult panel(List<PanelResult> results, String title) {
    return results.stream().filter(each -> each.title().equals(title)).findFirst().orElseThrow();
  }
}
