package io.ebbgate.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.core.testkit.Trust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program where no interface has an IPv4 address, with the addresses that the chart gives. */
@Timeout(120)
class Ipv6OnlyIT {
  private static final String WITHOUT_IPV4 =
      "ip link set lo up && ip -4 address flush dev lo && exec \"$@\"";

  @Test
  void isReadyAndReviews(@TempDir Path folder) throws Exception {
    DevCertificates.write(folder, List.of("::1"), Duration.ofHours(1), InstantSource.system());
    List<String> command =
        new ArrayList<>(
            List.of("unshare", "--map-root-user", "--net", "sh", "-c", WITHOUT_IPV4, "sh"));
    List<String> program = ServeProcess.program().command();
    command.addAll(program.subList(0, program.size() - 1));
    command.addAll(List.of(Client.class.getName(), folder.toString()));
    Path log = folder.resolve("log");

    Process process =
        ChildProcesses.adopt(
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());

    assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(log)).contains("review 200 ").doesNotContain("127.0.0.1");
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
  }

  /** Starts the program in the network that it is in itself, and calls it there. */
  static final class Client {
    private Client() {}

    public static void main(String... arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      ProcessBuilder builder = ServeProcess.program("serve").inheritIO();
      builder
          .environment()
          .putAll(
              Map.of(
                  WebhookEnv.LISTEN,
                  "0.0.0.0:8443",
                  WebhookEnv.OPERATIONS_LISTEN,
                  "0.0.0.0:8080",
                  WebhookEnv.TLS_CERT,
                  folder.resolve(DevCertificates.CERTIFICATE).toString(),
                  WebhookEnv.TLS_KEY,
                  folder.resolve(DevCertificates.KEY).toString(),
                  WebhookEnv.TOKEN_KEY_FILE,
                  Files.write(folder.resolve("token"), new byte[32]).toString(),
                  WebhookEnv.SIDECAR_IMAGE,
                  "sidecar"));
      Process process = ChildProcesses.adopt(builder.start());
      try (HttpClient client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .sslContext(Trust.only(folder.resolve(DevCertificates.CA_CERTIFICATE)))
              .build()) {
        Await.until("ready", () -> isReady(client));
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(URI.create("https://[::1]:8443" + Paths.MUTATE))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(ServeProcess.REVIEW))
                    .build(),
                HttpResponse.BodyHandlers.ofString(UTF_8));
        System.out.println("review " + answer.statusCode() + " " + answer.body());
      } finally {
        process.destroy();
        var _ = process.waitFor();
      }
    }

    private static boolean isReady(HttpClient client) {
      try {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create("http://[::1]:8080" + Paths.READYZ)).build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
      } catch (IOException notYet) {
        return false;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
