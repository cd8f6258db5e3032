package io.ebbgate.system.dashboard;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.tool.prometheus.Samples;
import io.ebbgate.tool.prometheus.Scrape;
import io.ebbgate.tool.prometheus.Scrape.Sample;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Half an hour of scrapes, one every fifteen seconds, in which five pods of a gateway are
 * terminated: recorded scrapes with invented values, so that the panels' values are known.
 *
 * @param sidecars whether sidecars are scraped
 */
record InventedRollout(boolean sidecars) {
  static final Instant BEGAN = Instant.parse("2026-11-21T18:00:00Z");
  static final Duration LENGTH = Duration.ofMinutes(30);
  static final Duration SCRAPE = Duration.ofSeconds(15);

  private static final double EPOCH = (double) BEGAN.getEpochSecond();
  private static final String NAMESPACE = "shop";
  private static final String WORKLOAD = "gateway";
  private static final String[] UPDATE = {"scenario", "listener_update"};

  /** Seconds until the end of a listener's drain after an update. */
  private static final int UPDATED = 300;

  private static final String[] OWNER = {"namespace", NAMESPACE, "workload", WORKLOAD};
  private static final double[] HOLDS = {1, 2, 5, 7.5, 10, 15, 20, 30, 45, 60};
  private static final double[] PARTS = {0.1, 0.25, 0.5, 0.75, 0.9, 1};
  private static final double[] CALLS = {0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1};

  /** Seconds from the creation of a new pod to the deletion of the old one. */
  private static final int AHEAD = 12;

  /**
   * A terminated pod; times are seconds from the beginning.
   *
   * @param hook when the hook is called
   * @param hold how long the hook holds the pod
   * @param part the part of the time budget that the hold used
   */
  private record TerminatedPod(
      String name,
      int hook,
      double hold,
      double part,
      Outcome outcome,
      int connections,
      int requests) {
    boolean isOver(long now) {
      return now >= hook + hold;
    }

    boolean isHeld(long now) {
      return now >= hook && !isOver(now);
    }
  }

  /** The second and the last are held during a scrape, the others between two scrapes. */
  private static final List<TerminatedPod> TERMINATED =
      List.of(
          new TerminatedPod("gateway-old-1", 602, 7, 0.117, Outcome.CLEAN, 0, 0),
          new TerminatedPod("gateway-old-2", 612, 7, 0.117, Outcome.CLEAN, 0, 0),
          new TerminatedPod("gateway-old-3", 622, 7, 0.117, Outcome.CLEAN, 0, 0),
          new TerminatedPod("gateway-old-4", 632, 7, 1, Outcome.FORCED, 3, 2),
          new TerminatedPod("gateway-old-5", 641, 9, 0.15, Outcome.CLEAN, 0, 0));

  /** Writes the samples in the OpenMetrics format, for promtool. */
  void write(Path file) throws IOException {
    Scrape webhook = Scrape.recorded("webhook");
    Scrape sidecar = Scrape.recorded("sidecar");
    Scrape server = Scrape.recorded("apiserver");
    try (Writer out = Files.newBufferedWriter(file)) {
      for (long now = 0; now <= LENGTH.toSeconds(); now += SCRAPE.toSeconds()) {
        for (int replica = 1; replica <= 2; replica++) {
          String instance = "10.0.1.%d:8080".formatted(replica);
          write(
              out,
              now,
              webhook.with(webhook(now, replica == 1)),
              target("ebbgate", instance, "ebbgate-system", "ebbgate-" + replica));
        }
        write(out, now, server.with(server(now)), target("apiserver", "10.0.0.1:6443"));
        for (TerminatedPod pod : sidecars ? TERMINATED : List.<TerminatedPod>of()) {
          if (!pod.isOver(now)) {
            String instance = "10.0.2.%s:15980".formatted(pod.name().substring(12));
            write(
                out,
                now,
                sidecar.with(sidecar(now, pod)),
                target("ebbgate-system/ebbgate", instance, NAMESPACE, pod.name()));
          }
        }
      }
      out.write("# EOF\n");
    }
  }

  private static void write(Writer out, long now, Scrape scrape, Map<String, String> target)
      throws IOException {
    long at = BEGAN.getEpochSecond() + now;
    for (Sample sample : scrape.samples()) {
      out.write(sample.of(target) + " " + at + "\n");
    }
  }

  private static Map<String, String> target(String job, String instance) {
    return Map.of("job", job, "instance", instance);
  }

  /** With honor_labels, so that drains keep their gateway's namespace. */
  private static Map<String, String> target(
      String job, String instance, String namespace, String pod) {
    return Map.of("job", job, "instance", instance, "namespace", namespace, "pod", pod);
  }

  private static List<Sample> webhook(long now, boolean leader) {
    List<TerminatedPod> reported =
        TERMINATED.stream().filter(each -> leader && each.isOver(now)).toList();
    double created = count(each -> now >= each.hook() - AHEAD);
    Samples samples = new Samples();
    for (Outcome outcome : Outcome.values()) {
      String[] labels = Arrays.copyOf(OWNER, 6);
      labels[4] = "verdict";
      labels[5] = outcome.wireName();
      double count = sum(reported, each -> each.outcome() == outcome ? 1 : 0);
      samples.add(MetricNames.DRAIN_RESULTS, count, labels);
    }
    samples
        .add(MetricNames.DRAIN_CONNECTIONS_LEFT, sum(reported, TerminatedPod::connections), OWNER)
        .add(MetricNames.DRAIN_REQUESTS_LEFT, sum(reported, TerminatedPod::requests), OWNER)
        .histogram(MetricNames.DRAIN_HOLD, HOLDS, values(reported, TerminatedPod::hold), OWNER)
        .histogram(MetricNames.DRAIN_USED, PARTS, values(reported, TerminatedPod::part), OWNER)
        .add(MetricNames.INJECTED_PODS, 5)
        .add(MetricNames.TERMINATING_PODS, count(each -> each.isHeld(now)))
        .add(MetricNames.INJECTION_GAP_LAST_CHECK, EPOCH)
        .add(MetricNames.OBSERVER_WATCHING, 1)
        .add(MetricNames.LEADER, leader ? 1 : 0)
        .add(MetricNames.DRAIN_REPORTS_PENDING, 0)
        .add(MetricNames.CERTIFICATE_NOT_AFTER, EPOCH + LENGTH.toSeconds() + 5 * 86_400.0)
        .add(MetricNames.ADMISSION_REQUESTS, created, "outcome", "injected", "reason", "injected")
        .add(MetricNames.ADMISSION_REQUESTS, 0, "outcome", "error", "reason", "internal_error")
        .histogram(
            MetricNames.ADMISSION_DURATION, CALLS, same(created, 0.003), "outcome", "injected")
        .add(MetricNames.ADMISSION_INJECTED, created, "profile", "envoy")
        .add(MetricNames.ADMISSION_WARNINGS, 0)
        .add("jvm_memory_used_bytes", 40e6, "area", "heap", "id", "Tenured Gen")
        .add("jvm_gc_pause_seconds_sum", now / 1e4, "action", "end of minor GC")
        .add("jvm_threads_live_threads", 20);
    return runtime(samples, now, 160e6).all();
  }

  private static List<Sample> sidecar(long now, TerminatedPod pod) {
    Samples samples = new Samples();
    String phase =
        pod.isHeld(now)
            ? now < pod.hook() + 5 ? PhaseNames.ANNOUNCING : PhaseNames.WAITING
            : PhaseNames.SERVING;
    for (String each : PhaseNames.ALL) {
      samples.add(MetricNames.DRAIN_PHASE, each.equals(phase) ? 1 : 0, "phase", each);
    }
    double calls = Math.floor(now / 10.0);
    samples
        .add(MetricNames.DRAIN_CONNECTIONS_ACTIVE, pod.isHeld(now) ? 12 : 0)
        .add(MetricNames.LISTENER_DRAIN_TIMEOUTS, updated(now, pod) ? 1 : 0, UPDATE)
        .add(MetricNames.LISTENER_DRAIN_CONNECTIONS, updating(now, pod) ? 7 : 0, UPDATE)
        .add(MetricNames.ADMIN_CONSECUTIVE_FAILURES, 0)
        .add(MetricNames.ADMIN_REQUESTS, calls, "path", "/stats", "code", "200")
        .histogram(MetricNames.ADMIN_REQUEST_DURATION, CALLS, same(calls, 0.002), "path", "/stats");
    return runtime(samples, now, 46e6).all();
  }

  /** Whether Envoy drains an old listener of the first pod, whose connections it cuts then. */
  private static boolean updating(long now, TerminatedPod pod) {
    return pod.equals(TERMINATED.getFirst()) && now >= UPDATED - 30 && !updated(now, pod);
  }

  private static boolean updated(long now, TerminatedPod pod) {
    return pod.equals(TERMINATED.getFirst()) && now >= UPDATED;
  }

  private static List<Sample> server(long now) {
    double created = count(each -> now >= each.hook() - AHEAD);
    return new Samples()
        .histogram(
            "apiserver_admission_webhook_admission_duration_seconds",
            CALLS,
            same(created, 0.004),
            "name inject.ebbgate.io operation CREATE rejected false type admit".split(" ", -1))
        .all();
  }

  private static Samples runtime(Samples samples, long now, double resident) {
    return samples
        .add("process_resident_memory_bytes", resident)
        .add("process_cpu_seconds_total", now / 100.0)
        .add("process_start_time_seconds", EPOCH - 3600)
        .add("process_open_fds", 40);
  }

  private static double count(Predicate<TerminatedPod> which) {
    return sum(TERMINATED, each -> which.test(each) ? 1 : 0);
  }

  private static double sum(List<TerminatedPod> pods, ToDoubleFunction<TerminatedPod> what) {
    return pods.stream().mapToDouble(what).sum();
  }

  private static double[] values(List<TerminatedPod> pods, ToDoubleFunction<TerminatedPod> what) {
    return pods.stream().mapToDouble(what).toArray();
  }

  private static double[] same(double times, double value) {
    double[] values = new double[(int) times];
    Arrays.fill(values, value);
    return values;
  }
}
