package io.ebbgate.system.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.tool.chart.BoundedWebhook;
import io.ebbgate.tool.demo.Environment;
import io.ebbgate.tool.load.ReviewClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An API server's reviews while others attack the same port: none fails, and the webhook stays
 * within its limit. Latencies depend on the machine and are written to {@code
 * charts/target/attacks.json}, beside those without an attack.
 */
@Timeout(120)
class ReviewsUnderAttackIT {
  private static final int SECONDS = Integer.getInteger("ebbgate.attack.seconds", 10);
  private static final int A_SECOND = 50;
  private static final int CONNECTIONS = 8;
  private static final int WARM_UP = 500;
  private static final int PODS = 100;

  /** Of the chart's 268 MB; 217 were measured. */
  private static final long MOST = 245_000_000;

  /** Where clients send nothing that has to be kept. */
  private static final long MOST_WITHOUT_BODIES = 200_000_000;

  /** For a machine that has much else to do; tens of milliseconds otherwise. */
  private static final Duration MOST_P99 = Duration.ofSeconds(2);

  private static final Set<Attack> BODIES = Set.of(Attack.TREES, Attack.SLOW_BODIES);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectNode RESULTS = JSON.createObjectNode();

  private BoundedWebhook webhook;

  @BeforeEach
  void starts(@TempDir Path folder) throws Exception {
    webhook = BoundedWebhook.start(folder, "127.0.6.3", PODS);
  }

  @AfterEach
  void stops() {
    webhook.close();
  }

  @AfterAll
  static void writes() throws IOException, InterruptedException {
    Path root = Path.of(System.getProperty("ebbgate.root", ""));
    Environment here = Environment.here(root, A_SECOND);
    ObjectNode record = JSON.createObjectNode();
    record.put("seconds", SECONDS).put("reviewsASecond", A_SECOND);
    record.set("attacks", RESULTS);
    record
        .putObject("environment")
        .put("cores", here.cores())
        .put("jdk", here.jdk())
        .put("commit", here.commit())
        .put("date", Instant.now().toString());
    Path file = root.resolve("charts/target/attacks.json");
    Files.createDirectories(file.getParent());
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), record);
  }

  @ParameterizedTest
  @EnumSource
  void areAllAnswered(Attack attack) throws Exception {
    ReviewClients clients =
        new ReviewClients(webhook.trust(), webhook.replica().admission(), BoundedWebhook.review());
    var _ = clients.send(WARM_UP, 2 * A_SECOND * CONNECTIONS, CONNECTIONS);
    ReviewClients.Result before = clients.send(SECONDS * A_SECOND / 2, A_SECOND, CONNECTIONS);
    long resident;
    ReviewClients.Result during;
    try (AttackProcess attackers =
        AttackProcess.start(attack, webhook.replica().admission(), webhook.caBundle())) {
      Peak peak = Peak.watch(webhook.replica()::resident);
      during = clients.send(SECONDS * A_SECOND, A_SECOND, CONNECTIONS);
      resident = peak.stop();
      var _ =
          RESULTS
              .putObject(attack.title())
              .put("attempts", attackers.end())
              .put("reviews", during.latency().count())
              .put("failed", during.failures().size())
              .put("connectMillisBefore", before.connecting().toMillis())
              .put("connectMillis", during.connecting().toMillis())
              .put("p99MillisBefore", before.latency().p99().toMillis())
              .put("p99Millis", during.latency().p99().toMillis())
              .put("residentBytes", resident);
      System.out.println(attack.title() + " " + RESULTS.get(attack.title()));
    }

    assertThat(during.failures()).isEmpty();
    assertThat(during.latency().p99()).isLessThan(MOST_P99);
    assertThat(resident).isLessThanOrEqualTo(BODIES.contains(attack) ? MOST : MOST_WITHOUT_BODIES);
    assertThat(webhook.isAlive()).isTrue();
  }
}
