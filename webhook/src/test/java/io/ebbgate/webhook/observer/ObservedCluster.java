package io.ebbgate.webhook.observer;

import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.webhook.tls.TestCluster;
import io.ebbgate.webhook.trace.Tracing;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A real API server, whose pods a hand moves, and observers of it. */
record ObservedCluster(TestCluster api, HandKubelet kubelet) implements AutoCloseable {
  static final Duration GRACE = Duration.ofSeconds(60);
  static final String CLEAN =
      """
      {"verdict":"clean","provisional":false,"trigger":"deletion",\
      "startedAt":"2026-11-21T19:47:19.193Z","holdSeconds":6.7,"budgetSeconds":60,\
      "connections":{"start":4,"end":0},"requests":{"start":4,"end":0}}\
      """;

  static ObservedCluster start(Path folder) throws Exception {
    TestCluster api = TestCluster.start(folder);
    return new ObservedCluster(api, HandKubelet.of(api.admin()));
  }

  static double gauge(MeterRegistry counted, String name) {
    return counted.get(name).gauge().value();
  }

  Observer observer(MeterRegistry counted, boolean leader) {
    return observer(counted, new AtomicBoolean(leader));
  }

  Observer observer(MeterRegistry counted, AtomicBoolean leader) {
    return observer(counted, leader, InstantSource.system());
  }

  Observer observer(MeterRegistry counted, AtomicBoolean leader, InstantSource clock) {
    return Observer.start(
        new ObserverContext(
            api.webhook().client(), "webhook-1", counted, Tracing.OFF, leader::get, clock));
  }

  void leave(Pod pod, String message) {
    kubelet.delete(name(pod), GRACE);
    kubelet.end(name(pod), message);
    kubelet.gone(name(pod));
  }

  List<Event> events() {
    return api.admin().events().v1().events().inNamespace(HandKubelet.NAMESPACE).list().getItems();
  }

  static void seen(MeterRegistry counted) throws InterruptedException {
    Await.until("the pod is watched", () -> gauge(counted, MetricNames.INJECTED_PODS) == 1);
  }

  static double told(MeterRegistry counted, Outcome outcome) {
    return counted
        .find(MetricNames.DRAIN_RESULTS)
        .tag("verdict", outcome.wireName())
        .counters()
        .stream()
        .mapToDouble(each -> each.count())
        .sum();
  }

  static String name(Pod pod) {
    return pod.getMetadata().getName();
  }

  @Override
  public void close() {
    api.close();
  }
}
