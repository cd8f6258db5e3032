package io.ebbgate.tool.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A Grafana dashboard's JSON model. */
public record Dashboard(JsonNode tree) {
  public static final Path FOLDER =
      Path.of(System.getProperty("ebbgate.root", "."), "charts", "ebbgate", "dashboards");

  private static final String ROW = "row";

  /** The chart's dashboard. */
  public static Dashboard ofTheChart() {
    try {
      return new Dashboard(new ObjectMapper().readTree(FOLDER.resolve("ebbgate.json").toFile()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public String title() {
    return tree.path("title").asText();
  }

  /** All panels, including those in collapsed rows, without the rows themselves. */
  public List<Panel> panels() {
    return rows().flatMap(Row::stream).toList();
  }

  /** The panels under a row's title. */
  List<Panel> row(String title) {
    return rows().filter(row -> row.title().equals(title)).flatMap(Row::stream).toList();
  }

  public List<JsonNode> variables() {
    return tree.at("/templating/list").valueStream().toList();
  }

  public List<JsonNode> annotations() {
    return tree.at("/annotations/list").valueStream().toList();
  }

  /** The queries of all panels and annotations. */
  public List<String> queries() {
    return Stream.concat(
            panels().stream().flatMap(panel -> panel.targets().stream()).map(Panel.Target::query),
            annotations().stream().map(each -> each.path("expr").asText()))
        .toList();
  }

  private record Row(String title, List<Panel> panels) {
    Stream<Panel> stream() {
      return panels.stream();
    }
  }

  /** A row's panels follow it, or are inside it if it is collapsed. */
  private Stream<Row> rows() {
    Stream.Builder<Row> rows = Stream.builder();
    List<Panel> current = new ArrayList<>();
    String title = "";
    for (JsonNode each : tree.path("panels")) {
      if (each.path("type").asText().equals(ROW)) {
        rows.add(new Row(title, List.copyOf(current)));
        current.clear();
        title = each.path("title").asText();
        each.path("panels").valueStream().map(Panel::new).forEach(current::add);
      } else {
        current.add(new Panel(each));
      }
    }
    return rows.add(new Row(title, List.copyOf(current))).build();
  }
}
