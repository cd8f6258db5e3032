package io.ebbgate.system.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks a Prometheus what Grafana would ask it for a dashboard. */
public record Panels(Dashboard dashboard, Prometheus prometheus, Filled filled) {
  /** Every panel with what it shows. */
  public List<Shown> shown() throws IOException, InterruptedException {
    List<Shown> shown = new ArrayList<>();
    for (Panel panel : dashboard.panels()) {
      List<Shown.Answer> answers = new ArrayList<>();
      for (Target target : panel.targets()) {
        answers.add(new Shown.Answer(target, ask(target.query(), target.isInstant())));
      }
      shown.add(new Shown(panel, answers));
    }
    return List.copyOf(shown);
  }

  /** What is marked above all panels. */
  List<Series> annotations() throws IOException, InterruptedException {
    List<Series> marks = new ArrayList<>();
    for (JsonNode annotation : dashboard.annotations()) {
      marks.addAll(ask(annotation.path("expr").asText(), false));
    }
    return List.copyOf(marks);
  }

  private List<Series> ask(String query, boolean instant) throws IOException, InterruptedException {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("query", filled.query(query));
    String to = filled.to().toString();
    if (instant) {
      parameters.put("time", to);
      return Series.of(prometheus.ask("query", parameters));
    }
    parameters.put("start", filled.from().toString());
    parameters.put("end", to);
    parameters.put("step", filled.step().toMillis() + "ms");
    return Series.of(prometheus.ask("query_range", parameters));
  }
}
