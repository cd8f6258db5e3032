package io.ebbgate.tool.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.contract.EventNames;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.verdict.VerdictFields;
import io.ebbgate.tool.prometheus.Scrape;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the observer reported of a namespace's pods.
 *
 * @param events on pods
 * @param workload those on what they were a part of
 * @param counted drains by verdict, of the webhooks that are there now
 * @param lines of those webhooks' logs
 */
public record DrainReports(
    List<DrainReport> events,
    List<DrainReport> workload,
    Map<String, Long> counted,
    List<DrainReport> lines) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One verdict about one pod, or one workload. */
  public record DrainReport(String name, String reason, String verdict) {}

  public DrainReports {
    events = List.copyOf(events);
    workload = List.copyOf(workload);
    counted = Map.copyOf(counted);
    lines = List.copyOf(lines);
  }

  /** Of a scenario without an observer. */
  public static DrainReports nothing() {
    return new DrainReports(List.of(), List.of(), Map.of(), List.of());
  }

  static DrainReports of(Cluster cluster, String namespace) {
    List<Event> ours = events(cluster.client(), namespace);
    Webhook webhook = new Webhook(cluster);
    return new DrainReports(
        ofEvents(ours, true),
        ofEvents(ours, false),
        counted(webhook.scrapes(), namespace),
        lines(webhook.logs(), namespace));
  }

  /** Ebbgate's own. */
  static List<Event> events(KubernetesClient kubernetes, String namespace) {
    return kubernetes.events().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> EventNames.REPORTER.equals(event.getReportingController()))
        .toList();
  }

  /** The reports on pods, or on their workloads. */
  static List<DrainReport> ofEvents(List<Event> events, boolean pods) {
    return events.stream()
        .filter(event -> event.getRegarding().getKind().equals("Pod") == pods)
        .map(event ->
            new DrainReport(
                event.getRegarding().getName(),
                event.getReason(),
                event.getNote().split("[:.]", 2)[0]))
        .toList();
  }

  private static Map<String, Long> counted(List<String> scrapes, String namespace) {
    return scrapes.stream()
        .flatMap(scrape -> Scrape.of(scrape).samples().stream())
        .filter(sample -> sample.name().equals(MetricNames.DRAIN_RESULTS))
        .filter(sample -> namespace.equals(sample.labels().get("namespace")))
        .collect(
            Collectors.toMap(
                sample -> sample.labels().getOrDefault("verdict", ""),
                sample -> (long) Double.parseDouble(sample.value()),
                Long::sum,
                TreeMap::new));
  }

  private static List<DrainReport> lines(List<String> logs, String namespace) {
    return logs.stream()
        .flatMap(String::lines)
        .flatMap(DrainReports::json)
        .filter(line -> line.has(VerdictFields.VERDICT))
        .filter(line -> line.path("namespace").asText().equals(namespace))
        .map(line ->
            new DrainReport(
                line.path("pod").asText(),
                line.path("reason").asText(),
                line.path(VerdictFields.VERDICT).asText()))
        .toList();
  }

  private static Stream<JsonNode> json(String line) {
    try {
      return Stream.of(JSON.readTree(line));
    } catch (JsonProcessingException notOurs) {
      return Stream.of();
    }
  }
}
