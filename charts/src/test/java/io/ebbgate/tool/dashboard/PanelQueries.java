package io.ebbgate.tool.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.tool.prometheus.Prometheus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sends a dashboard's queries to a Prometheus as Grafana does. */
public record PanelQueries(Dashboard dashboard, Prometheus prometheus, GrafanaVariables variables) {
  /** All panels with their results. */
  public List<PanelResult> results() throws IOException, InterruptedException {
    List<PanelResult> results = new ArrayList<>();
    for (Panel panel : dashboard.panels()) {
      List<PanelResult.QueryResult> queries = new ArrayList<>();
      for (Panel.Target target : panel.targets()) {
        queries.add(new PanelResult.QueryResult(target, run(target.query(), target.isInstant())));
      }
      results.add(new PanelResult(panel, queries));
    }
    return List.copyOf(results);
  }

  /** The dashboard's annotations. */
  public List<Series> annotations() throws IOException, InterruptedException {
    List<Series> marks = new ArrayList<>();
    for (JsonNode annotation : dashboard.annotations()) {
      marks.addAll(run(annotation.path("expr").asText(), false));
    }
    return List.copyOf(marks);
  }

  private List<Series> run(String query, boolean instant) throws IOException, InterruptedException {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("query", variables.query(query));
    String to = variables.to().toString();
    if (instant) {
      parameters.put("time", to);
      return Series.of(prometheus.call("query", parameters));
    }
    parameters.put("start", variables.from().toString());
    parameters.put("end", to);
    parameters.put("step", variables.step().toMillis() + "ms");
    return Series.of(prometheus.call("query_range", parameters));
  }
}
