package io.ebbgate.system.dashboard;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code dashboard.json}: what the dashboard's first two rows showed, for the picture of it. */
public record BoardRecord(ObjectNode tree) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String BARS = "bars";

  /**
   * Records them.
   *
   * @param what happened, in a sentence
   */
  public static BoardRecord of(Dashboard dashboard, List<Shown> shown, Filled filled, String what) {
    ObjectNode root = JSON.createObjectNode().put("what", what);
    root.put("from", filled.from().toString()).put("to", filled.to().toString());
    root.put("step_seconds", filled.step().toSeconds());
    root.put("scrape_seconds", filled.scrape().toSeconds());
    ArrayNode numbers = root.putArray("numbers");
    ArrayNode charts = root.putArray("charts");
    for (Shown each : of(shown, dashboard.row("Is it safe now"))) {
      numbers
          .addObject()
          .put("title", each.panel().title())
          .put("text", each.text())
          .put("colour", each.colour());
    }
    for (Shown each : of(shown, dashboard.row("Rollout timeline"))) {
      chart(charts.addObject(), each, (double) filled.from().getEpochSecond());
    }
    return new BoardRecord(root);
  }

  private static List<Shown> of(List<Shown> shown, List<Panel> row) {
    return shown.stream().filter(each -> row.contains(each.panel())).toList();
  }

  private static void chart(ObjectNode chart, Shown shown, double from) {
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

  /** Writes it, and the picture of it beside. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("dashboard.json"), JSON.writeValueAsString(tree) + "\n");
    Files.writeString(folder.resolve("dashboard.svg"), BoardPicture.of(tree));
  }
}
