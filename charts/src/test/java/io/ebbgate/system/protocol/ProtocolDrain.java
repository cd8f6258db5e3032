package io.ebbgate.system.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.RealEnvoy;
import io.ebbgate.core.verdict.VerdictFields;
import io.ebbgate.system.protocol.ClientView.End;
import io.ebbgate.tool.sidecar.SidecarProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One drain: a real Envoy, the sidecar, a client of one protocol, both hooks, and the stop of Envoy
 * that the kubelet orders when the hook is answered.
 *
 * @param view what the client saw
 * @param ended when its connection ended, counted from the hook
 * @param answered when the hook was answered, counted from its call
 * @param verdict the answer
 */
record ProtocolDrain(
    ProtocolCase use, ClientView view, Duration ended, Duration answered, JsonNode verdict) {
  static final Duration BUDGET = Duration.ofSeconds(28);
  static final Duration LINGER = Duration.ofSeconds(3);

  private static final String PREFIX = GatewayListener.NAME;

  private static final Map<String, String> SETTINGS =
      Map.of(
          Setting.DRAIN_TIMEOUT.env(),
          BUDGET.toSeconds() + "s",
          Setting.MIN_DRAIN.env(),
          "1s",
          Setting.QUIET_PERIOD.env(),
          "500ms",
          Setting.MAX_ANNOUNCE.env(),
          "3s",
          Setting.IDLE_LINGER.env(),
          LINGER.toSeconds() + "s");

  private record Ended(ClientView view, long at) {}

  /** Runs one; only so many start at once. */
  static ProtocolDrain run(
      ProtocolCase use, Upstream upstream, Path certificates, Path folder, Semaphore starts)
      throws Exception {
    starts.acquire();
    boolean starting = true;
    try (RealEnvoy envoy = envoy(use.listener().resources(upstream, certificates));
        SidecarProgram sidecar = SidecarProgram.start(envoy, folder, SETTINGS)) {
      ClientSession session = new ClientSession(envoy);
      CompletableFuture<Ended> client = new CompletableFuture<>();
      Thread.ofVirtual().name(use.name()).start(() -> use(use, session, client));
      begun(use, session, envoy, client);
      starts.release();
      starting = false;

      long hooked = System.nanoTime();
      session.hook();
      JsonNode verdict = sidecar.deletion().get(60, TimeUnit.SECONDS);
      long answered = System.nanoTime();
      session.answer();
      envoy.process().destroy();
      Ended ended = client.get(10, TimeUnit.SECONDS);
      return new ProtocolDrain(
          use,
          ended.view,
          Duration.ofNanos(ended.at - hooked),
          Duration.ofNanos(answered - hooked),
          verdict);
    } finally {
      if (starting) {
        starts.release();
      }
    }
  }

  private static RealEnvoy envoy(String resources) {
    return RealEnvoy.start(
        EnvoyBootstrap.withAdmin("127.0.0.1", 0),
        "--drain-strategy",
        "immediate",
        "--drain-time-s",
        "45",
        "--config-yaml",
        resources);
  }

  private static void use(
      ProtocolCase use, ClientSession session, CompletableFuture<Ended> client) {
    try {
      client.complete(new Ended(use.client().use(session), System.nanoTime()));
    } catch (Exception | AssertionError failed) {
      client.completeExceptionally(failed);
      session.begin();
    }
  }

  /** Waits until Envoy has what the client does at the hook. */
  private static void begun(
      ProtocolCase use, ClientSession session, RealEnvoy envoy, CompletableFuture<Ended> client)
      throws InterruptedException {
    session.awaitBegun();
    String connections = "listener.127.0.0.1_0.downstream_cx_active";
    String requests = "http." + PREFIX + ".downstream_rq_active";
    boolean http =
        switch (use.listener()) {
          case HTTP, TLS, HTTP3 -> true;
          case PASSTHROUGH, TCP, TCP_CHECKED -> false;
        };
    Await.until(
        "Envoy has the work of " + use,
        Duration.ofSeconds(10),
        () ->
            client.isDone()
                || (Statistics.of(envoy, connections) == 1
                    && (!http || Statistics.of(envoy, requests) == use.requests())));
  }

  /** Its row of the table. */
  String row() {
    String end =
        view.end() == End.BY_CLIENT || view.end() == End.BY_BACKEND || ended.compareTo(answered) < 0
            ? view.end().toString()
            : view.end() + " with Envoy's stop";
    return "%s%s | %s | %s | `%s` | %s | %s |"
        .formatted(
            use.cells(),
            view.notice(),
            view.work(),
            end,
            verdict.path(VerdictFields.VERDICT).asText(),
            pair(VerdictFields.CONNECTIONS),
            pair(VerdictFields.REQUESTS));
  }

  private String pair(String field) {
    JsonNode pair = verdict.path(field);
    return pair.path(VerdictFields.START).asText() + " → " + pair.path(VerdictFields.END).asText();
  }

  /** Asserts that the hold was as long as its verdict says, and no longer. */
  void isTimely() {
    Duration slack = Duration.ofSeconds(5);
    String outcome = verdict.path(VerdictFields.VERDICT).asText();
    if (outcome.equals(Outcome.CLEAN.wireName())) {
      Duration done = ended.compareTo(LINGER) < 0 ? LINGER : ended;
      assertThat(answered).isBetween(Duration.ofMillis(900), done.plus(slack));
    } else if (outcome.equals(Outcome.LINGERED.wireName())) {
      Duration least = LINGER.plusSeconds(use.requests() > 0 ? use.seconds() : 0);
      assertThat(answered).isBetween(least.minusMillis(300), least.plus(slack));
    } else {
      assertThat(answered).isBetween(BUDGET.minusMillis(300), BUDGET.plus(slack));
    }
  }
}
