package io.ebbgate.system.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ebbgate.system.prometheus.Promtool;
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
 * A real Prometheus with half an hour of scrapes, in which five pods leave: four clean, one forced
 * with three connections and two requests. Three of the five drains lie between two scrapes.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PanelsIT {
  private static final Dashboard BOARD = Dashboard.ofTheChart();
  private static final Path PICTURES =
      Path.of(System.getProperty("ebbgate.root", "."), "charts", "target", "dashboard");
  private static final String SETTINGS = "global: {scrape_interval: 15s}\n";

  private final List<Prometheus> running = new ArrayList<>();
  private Prometheus everything;
  private Prometheus webhookAlone;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    everything = prometheus(folder.resolve("everything"), new Rollout(true));
    webhookAlone = prometheus(folder.resolve("webhook"), new Rollout(false));
  }

  private Prometheus prometheus(Path folder, Rollout rollout) throws Exception {
    Path samples = Files.createDirectories(folder).resolve("samples");
    rollout.write(samples);
    Promtool.backfill(samples, folder.resolve("data"));
    running.add(Prometheus.start(folder, SETTINGS));
    return running.getLast();
  }

  @AfterAll
  void stop() {
    running.forEach(Prometheus::close);
  }

  @Test
  void everyQueryOfEveryPanelHasAnAnswer() throws Exception {
    assertThat(panels(everything, 15).shown()).flatExtracting(Shown::withoutData).isEmpty();
  }

  /** Whatever Grafana takes for a step, from less than a scrape to many. */
  @ParameterizedTest
  @ValueSource(ints = {5, 15, 37, 60, 300})
  void barsAddUpToTheDrainsThatThereWere(int step) throws Exception {
    Panels panels = panels(everything, step);

    assertThat(panel(panels.shown(), "Drains by verdict").sums())
        .contains(entry("clean", 4.0), entry("forced", 1.0), entry("lost", 0.0));
    assertThat(panel(panels.shown(), "Cut when gateways were stopped").sums())
        .containsExactly(entry("connections", 3.0), entry("requests", 2.0));
    assertThat(panels.annotations().stream().mapToDouble(Series::sum).sum()).isEqualTo(5);
  }

  @Test
  void everyDrainIsShownWhereNoSidecarWasEverScraped() throws Exception {
    Panels panels = panels(webhookAlone, 15);
    List<Shown> shown = panels.shown();

    assertThat(panel(shown, "Drains by verdict").sums())
        .contains(entry("clean", 4.0), entry("forced", 1.0));
    assertThat(panel(shown, "Drains, 24 h").number()).isEqualTo(5);
    assertThat(panel(shown, "Connections of draining pods").withoutData()).hasSize(1);
  }

  /** The rest of them was over before anybody asked. */
  @Test
  void onlyDrainsThatAScrapeFellIntoShowTheirConnections() throws Exception {
    assertThat(panel(panels(everything, 15).shown(), "Connections of draining pods").byName())
        .containsOnlyKeys("shop/gateway-old-2", "shop/gateway-old-5")
        .allSatisfy((_, series) -> assertThat(series.most()).isEqualTo(12));
  }

  @Test
  void theFirstRowTellsWhetherSomethingWasLost() throws Exception {
    List<Shown> shown = panels(everything, 15).shown();

    assertThat(panel(shown, "Drains, 24 h").text()).isEqualTo("5");
    assertThat(panel(shown, "Terminated without loss, 24 h").text()).isEqualTo("80.00 %");
    assertThat(panel(shown, "Terminated without loss, 24 h").colour()).isEqualTo("red");
    assertThat(panel(shown, "Requests cut, 24 h").text()).isEqualTo("2");
    assertThat(panel(shown, "Connections cut, 24 h").text()).isEqualTo("3");
    assertThat(panel(shown, "Webhook replicas").text()).isEqualTo("2");
    assertThat(panel(shown, "Reviews without an error, 24 h").text()).isEqualTo("100.00 %");
    assertThat(panel(shown, "Certificate expires in").text()).isEqualTo("5.0 d");
    assertThat(panel(shown, "Sidecars not started").text()).isEqualTo("0");
  }

  @Test
  void theThirdRowNamesTheWorkloadAndItsHold() throws Exception {
    List<Shown> shown = panels(everything, 15).shown();

    assertThat(panel(shown, "Slowest workloads").byName()).containsOnlyKeys("shop/gateway");
    assertThat(panel(shown, "Slowest workloads").number()).isBetween(7.0, 10.0);
    assertThat(panel(shown, "Out of time, by workload").number()).isEqualTo(1);
    assertThat(panel(shown, "Time budget used").byName())
        .hasEntrySatisfying("p99", part -> assertThat(part.most()).isGreaterThan(0.9));
  }

  /** For the eyes; what the README shows comes from a real cluster. */
  @Test
  void aPictureOfThemCanBeDrawn() throws Exception {
    Panels panels = panels(everything, 15);

    BoardRecord.of(BOARD, panels.shown(), panels.filled(), "Invented: five pods leave a gateway.")
        .write(PICTURES);

    assertThat(PICTURES.resolve("dashboard.svg")).content().contains("clean 4", "forced 1");
  }

  private static Panels panels(Prometheus prometheus, int step) {
    Instant to = Rollout.BEGAN.plus(Rollout.LENGTH);
    return new Panels(
        BOARD,
        prometheus,
        Filled.with(Rollout.BEGAN, to, Duration.ofSeconds(step), Rollout.SCRAPE));
  }

  private static Shown panel(List<Shown> shown, String title) {
    return shown.stream().filter(each -> each.title().equals(title)).findFirst().orElseThrow();
  }
}
