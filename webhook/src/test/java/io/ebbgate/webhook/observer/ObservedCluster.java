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

/** A real API server with pods whose status the test writes, and observers of it. */
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

  static double gauge(MeterRegistry registry, String name) {
    return registry.get(name).gauge().value();
  }

  Observer observer(MeterRegistry registry, boolean leader) {
    return observer(registry, new AtomicBoolean(leader));
  }

  Observer observer(MeterRegistry registry, AtomicBoolean leader) {
    return observer(registry, leader, InstantSource.system());
  }

  Observer observer(MeterRegistry registry, AtomicBoolean leader, InstantSource clock) {
    return Observer.start(
        new ObserverContext(
            api.webhook().client(), "webhook-1", registry, Tracing.OFF, leader::get, clock));
  }

  void drain(Pod pod, String message) {
    kubelet.delete(name(pod), GRACE);
    kubelet.end(name(pod), message);
    kubelet.gone(name(pod));
  }

  List<Event> events() {
    return api.admin().events().v1().events().inNamespace(HandKubelet.NAMESPACE).list().getItems();
  }

  static void seen(MeterRegistry registry) throws InterruptedException {
    Await.until("the pod is watched", () -> gauge(registry, MetricNames.INJECTED_PODS) == 1);
  }

  static double published(MeterRegistry registry, Outcome outcome) {
    return registry
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
