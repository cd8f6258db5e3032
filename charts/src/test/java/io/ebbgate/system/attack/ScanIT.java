package io.ebbgate.system.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.tool.chart.BoundedWebhook;
import io.ebbgate.tool.chart.HelmChart;
import io.ebbgate.tool.load.ReviewClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code slowhttptest} and {@code testssl.sh}, packages of Debian, against the admission port while
 * an API server's reviews are answered. They run as {@code mvn -Pscan}.
 */
@Tag("scan")
@Timeout(900)
class ScanIT {
  private static final int PODS = 10;
  private static final int SECONDS = 30;
  private static final int A_SECOND = 20;
  private static final int CONNECTIONS = 4;

  /**
   * What a public site needs and a webhook's own CA does not have, certificates that last for
   * months and lists of those that were revoked; and a warning about the scanner's own OpenSSL.
   */
  private static final Set<String> OTHERS =
      Set.of("cert_expirationStatus", "cert_notAfter", "cert_revocation", "engine_problem");

  private static final Set<String> LOW = Set.of("OK", "INFO", "LOW");

  @TempDir Path folder;
  private BoundedWebhook webhook;

  @BeforeEach
  void starts() throws Exception {
    webhook = BoundedWebhook.start(folder, "127.0.6.5", PODS);
  }

  @AfterEach
  void stops() {
    webhook.close();
  }

  /** Slow headers and bodies, and responses that are read slowly. */
  @ParameterizedTest
  @ValueSource(strings = {"-H", "-B", "-X"})
  void slowClientsLoseNoReview(String kind) throws Exception {
    List<String> command =
        List.of(
            "slowhttptest",
            kind,
            "-c",
            "1000",
            "-r",
            "200",
            "-i",
            "2",
            "-x",
            "24",
            "-t",
            "POST",
            "-l",
            Integer.toString(SECONDS),
            "-u",
            url(host()));

    String report = scannedUnderReviews(command);

    System.out.println(report.lines().filter(line -> line.contains("service available")).toList());
    assertThat(webhook.isAlive()).isTrue();
  }

  @Test
  void tlsHasNoFindingAboveLow() throws Exception {
    Path ca = Files.writeString(folder.resolve("ca.pem"), webhook.caBundle());
    Path findings = folder.resolve("findings.json");
    String name = "ebbgate." + HelmChart.NAMESPACE + ".svc";
    List<String> command =
        List.of(
            "testssl",
            "--quiet",
            "--color",
            "0",
            "--warnings",
            "off",
            "--nodns",
            "none",
            "--add-ca",
            ca.toString(),
            "--jsonfile",
            findings.toString(),
            "--ip",
            host(),
            url(name));

    String report = scannedUnderReviews(command);

    assertThat(findings).as(report).exists();
    List<JsonNode> all = new ArrayList<>();
    new ObjectMapper().readTree(findings.toFile()).forEach(all::add);
    assertThat(all).hasSizeGreaterThan(50);
    assertThat(all)
        .filteredOn(each -> !LOW.contains(each.path("severity").asText()))
        .filteredOn(each -> !OTHERS.contains(each.path("id").asText()))
        .isEmpty();
  }

  private String host() {
    return webhook.replica().admission().getAddress().getHostAddress();
  }

  private String url(String host) {
    return "https://%s:%d/mutate".formatted(host, webhook.replica().admission().getPort());
  }

  /** Runs it while reviews are sent, until it ends; what it wrote. */
  private String scannedUnderReviews(List<String> command) throws Exception {
    ReviewClients clients =
        new ReviewClients(webhook.trust(), webhook.replica().admission(), BoundedWebhook.review());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Process scanner = ChildProcesses.adopt(builder.directory(folder.toFile()).start());
    CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> text(scanner));
    int sent = 0;
    while (scanner.isAlive()) {
      ReviewClients.Result result = clients.send(A_SECOND * 5, A_SECOND, CONNECTIONS);
      sent += A_SECOND * 5;

      assertThat(result.failures()).isEmpty();
    }
    System.out.printf("%s: %,d reviews answered%n", String.join(" ", command), sent);
    return output.get(1, TimeUnit.MINUTES);
  }

  private static String text(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException ended) {
      return ended.toString();
    }
  }
}
