package io.ebbgate.tool.dashboard;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code dashboard.json}: the results of the dashboard's first two rows, for its picture. */
public record DashboardRecord(ObjectNode tree) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String BARS = "bars";

  /**
   * Records results.
   *
   * @param what a sentence about the run
   */
  public static DashboardRecord of(
      Dashboard dashboard, List<PanelResult> results, GrafanaVariables variables, String what) {
    ObjectNode root = JSON.createObjectNode().put("what", what);
    root.put("from", variables.from().toString()).put("to", variables.to().toString());
    root.put("step_seconds", variables.step().toSeconds());
    root.put("scrape_seconds", variables.scrape().toSeconds());
    ArrayNode numbers = root.putArray("numbers");
    ArrayNode charts = root.putArray("charts");
    for (PanelResult each : of(results, dashboard.row("Is it safe now"))) {
      numbers
          .addObject()
          .put("title", each.panel().title())
          .put("text", each.text())
          .put("colour", each.colour());
    }
    for (PanelResult each : of(results, dashboard.row("Rollout timeline"))) {
      chart(charts.addObject(), each, (double) variables.from().getEpochSecond());
    }
    return new DashboardRecord(root);
  }

  private static List<PanelResult> of(List<PanelResult> results, List<Panel> row) {
    return results.stream().filter(each -> row.contains(each.panel())).toList();
  }

  private static void chart(ObjectNode chart, PanelResult shown, double from) {
    String style = shown.panel().tree().at("/fieldConfig/defaults/custom/drawStyle").asText();
    chart.put("title", shown.panel().title()).put(BARS, style.equals(BARS));
    ArrayNode all = chart.putArray("series");
    shown
        .byName()
        .forEach((name, series) -> {
          ArrayNode points = all.addObject().put("name", name).putArray("points");
          series.points().stream()
              .filter(point -> point.value() != 0)
              .forEach(point -> points.addArray().add(point.at() - from).add(point.value()));
        });
  }

  /** Writes the record and its picture. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("dashboard.json"), JSON.writeValueAsString(tree) + "\n");
    Files.writeString(folder.resolve("dashboard.svg"), DashboardPicture.of(tree));
  }
}
