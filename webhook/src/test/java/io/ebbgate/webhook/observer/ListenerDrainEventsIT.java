package io.ebbgate.webhook.observer;

import static io.ebbgate.webhook.observer.ObservedCluster.name;
import static io.ebbgate.webhook.observer.ObservedCluster.seen;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Ports;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.webhook.http.SidecarNotices;
import io.ebbgate.webhook.http.SidecarNotices.Result;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Replicas on a real API server, with a sidecar that gives notice and is asked. */
@Tag("cluster")
@Timeout(180)
class ListenerDrainEventsIT {
  private static final String ONE =
      """
      {"listener":"web","version":"v1","cut":9,"upperBound":false,\
      "endedAt":"2026-11-21T19:47:19.193Z","verdict":"forced"}\
      """;

  private static final String NEXT =
      """
      {"listener":"web","version":"v2","cut":1,"upperBound":true,\
      "endedAt":"2026-11-21T20:00:00Z","verdict":"forced"}\
      """;

  @TempDir Path folder;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile String answer = "{\"drains\":[" + ONE + "]}";
  private HttpServer sidecar;
  private ObservedCluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = ObservedCluster.start(folder);
    sidecar =
        HttpServer.create(
            new InetSocketAddress(InetAddress.ofLiteral(HandKubelet.ADDRESS), Ports.HOOK), 0);
    sidecar.createContext(
        Paths.LISTENER_DRAINS,
        call -> {
          asked.incrementAndGet();
          boolean known =
              HandKubelet.TOKEN.equals(call.getRequestHeaders().getFirst(Headers.TOKEN));
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          call.sendResponseHeaders(known ? 200 : 403, body.length);
          call.getResponseBody().write(body);
          call.close();
        });
    sidecar.start();
  }

  @AfterEach
  void stop() {
    sidecar.stop(0);
    cluster.close();
  }

  @Test
  void publishesEachUpdateThatCutConnectionsOnceOnThePodWhicheverReplicaGetsNotice()
      throws Exception {
    MeterRegistry one = new SimpleMeterRegistry();
    MeterRegistry other = new SimpleMeterRegistry();
    try (Observer first = cluster.observer(one, true);
        Observer second = cluster.observer(other, false)) {
      Pod pod = cluster.kubelet().serve("gateway-1");
      seen(one);
      seen(other);

      assertThat(notice(second, "gateway-1")).isEqualTo(Result.DONE);
      assertThat(notice(first, "gateway-1")).isEqualTo(Result.DONE);
      assertThat(cluster.events()).hasSize(1);
      Event event = cluster.events().getFirst();
      assertThat(event.getType()).isEqualTo("Warning");
      assertThat(event.getReason()).isEqualTo("ListenerDrainForced");
      assertThat(event.getNote()).startsWith("9 connections were cut").endsWith(": web (9).");
      assertThat(event.getRegarding().getUid()).isEqualTo(pod.getMetadata().getUid());
      assertThat(event.getMetadata().getAnnotations().get(Annotations.LISTENER_DRAINS))
          .isEqualTo(
              "[{\"listener\":\"web\",\"version\":\"v1\",\"cut\":9,\"upperBound\":false,"
                  + "\"endedAt\":\"2026-11-21T19:47:19.193Z\"}]");

      answer = "{\"drains\":[" + ONE + "," + NEXT + "]}";
      Await.until("the next is taken", () -> notice(first, "gateway-1") == Result.DONE);
      assertThat(cluster.events()).hasSize(2);
    }
  }

  @Test
  void asksNoSidecarWithoutANoticeOfAPodThatIsThereAndNotAgainAtOnce() throws Exception {
    MeterRegistry registry = new SimpleMeterRegistry();
    try (Observer observer = cluster.observer(registry, true)) {
      String pod = name(cluster.kubelet().serve("gateway-1"));
      seen(registry);
      assertThat(notice(observer, "gateway-2")).isEqualTo(Result.UNKNOWN_POD);
      assertThat(notice(observer, "")).isEqualTo(Result.UNKNOWN_POD);
      assertThat(asked).hasValue(0);

      assertThat(notice(observer, pod)).isEqualTo(Result.DONE);
      assertThat(notice(observer, pod)).isEqualTo(Result.TOO_MANY);
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void failsWhereTheSidecarsAnswerIsNone() throws Exception {
    MeterRegistry registry = new SimpleMeterRegistry();
    try (Observer observer = cluster.observer(registry, true)) {
      String pod = name(cluster.kubelet().serve("gateway-1"));
      seen(registry);
      for (String bad :
          new String[] {"", "{}", "[]", "{\"drains\":" + "[".repeat(50_000), " ".repeat(70_000)}) {
        answer = bad;
        Await.until("it is asked", () -> notice(observer, pod) == Result.FAILED);
      }
      answer = "{\"drains\":[7,{\"listener\":\"web\"},null]}";
      Await.until("nothing is in it", () -> notice(observer, pod) == Result.DONE);
      assertThat(cluster.events()).isEmpty();
    }
  }

  private static SidecarNotices.Result notice(Observer observer, String pod) {
    return observer
        .notices()
        .received(HandKubelet.NAMESPACE, pod)
        .toCompletableFuture()
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
  }
}
