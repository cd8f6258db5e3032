package io.ebbgate.system.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.tool.chart.BoundedWebhook;
import io.ebbgate.tool.load.ReviewClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An API server's reviews while others attack the same port, one attack after another: none fails,
 * and the webhook stays within its limit. Latencies depend on the machine and are written to {@code
 * charts/target/attacks.json}, beside those without an attack. {@code -Debbgate.attack.seconds}
 * makes each attack longer.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReviewsUnderAttackIT {
  private static final int SECONDS = Integer.getInteger("ebbgate.attack.seconds", 4);
  private static final int A_SECOND = 100;
  private static final int CONNECTIONS = 8;
  private static final int WARM_UP = Integer.getInteger("ebbgate.attack.reviews", 1_000);
  private static final int PODS = 100;

  /** Of the chart's 268 MB; 217 were measured. */
  private static final long MOST = 245_000_000;

  /** Where clients need no heap. */
  private static final long MOST_WITHOUT_TREES = 200_000_000;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectNode RESULTS = JSON.createObjectNode();

  private BoundedWebhook webhook;
  private ReviewClients clients;
  private long quietP99;

  @BeforeAll
  void starts(@TempDir Path folder) throws Exception {
    webhook = BoundedWebhook.start(folder, "127.0.6.3", PODS);
    clients =
        new ReviewClients(webhook.trust(), webhook.replica().admission(), BoundedWebhook.review());
    var _ = clients.send(WARM_UP, 4 * A_SECOND, CONNECTIONS);
    ReviewClients.Result before = clients.send(2 * A_SECOND, A_SECOND, CONNECTIONS);
    quietP99 = before.latency().p99().toMillis();

    assertThat(before.failures()).isEmpty();
  }

  @AfterAll
  void stops() throws IOException {
    webhook.close();
    Path file = Path.of(System.getProperty("ebbgate.root", ""), "charts/target/attacks.json");
    Files.createDirectories(file.getParent());
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), RESULTS);
  }

  @ParameterizedTest
  @EnumSource
  void areAllAnswered(Attack attack) throws Exception {
    long resident;
    ReviewClients.Result during;
    try (AttackProcess attackers = AttackProcess.start(attack, webhook)) {
      Peak peak = Peak.watch(webhook.replica()::resident);
      during = clients.send(SECONDS * A_SECOND, A_SECOND, CONNECTIONS);
      resident = peak.stop();
      var _ =
          RESULTS
              .putObject(attack.title())
              .put("attempts", attackers.end())
              .put("reviews", during.latency().count())
              .put("failed", during.failures().size())
              .put("p99MillisBefore", quietP99)
              .put("p99Millis", during.latency().p99().toMillis())
              .put("residentBytes", resident);
      System.out.println(attack.title() + " " + RESULTS.get(attack.title()));
    }

    assertThat(during.failures()).isEmpty();
    assertThat(resident).isLessThanOrEqualTo(attack == Attack.TREES ? MOST : MOST_WITHOUT_TREES);
    assertThat(webhook.isAlive()).isTrue();
  }
}
