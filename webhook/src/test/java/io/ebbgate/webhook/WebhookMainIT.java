package io.ebbgate.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.core.testkit.ChildProcesses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookMainIT {
  private record Ended(int exitCode, String out, String err) {}

  @TempDir Path folder;

  private Ended run(Map<String, String> environment, String... arguments) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder = ServeProcess.program(arguments);
    builder.environment().putAll(environment);
    Process process =
        ChildProcesses.adopt(
            builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "serve --version"})
  void saysItsVersion(String arguments) throws Exception {
    Ended ended = run(Map.of(), arguments.split(" "));

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).startsWith("ebbgate ");
  }

  @Test
  void saysWhatItCanDo() throws Exception {
    Ended ended = run(Map.of(), "--help");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).contains("serve", "inject", "explain", "certs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"serve", "inject", "explain", "certs", "certs dev", "status", "switchover"})
  void saysWhatEachCommandTakes(String command) throws Exception {
    Ended ended = run(Map.of(), (command + " --help").split(" "));

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).startsWith("Usage: ebbgate " + command).contains("--help");
  }

  @Test
  void endsWith64WithoutACommand() throws Exception {
    Ended ended = run(Map.of());

    assertThat(ended.exitCode()).isEqualTo(64);
    assertThat(ended.err()).contains("Usage: ebbgate");
  }

  @Test
  void endsWith64ForAnOptionItDoesNotHave() throws Exception {
    Ended ended = run(Map.of(), "inject", "-f", "-", "--fast");

    assertThat(ended.exitCode()).isEqualTo(64);
    assertThat(ended.err()).contains("--fast", "See ebbgate inject --help.").hasLineCount(2);
  }

  @Test
  void endsWith64AndEveryMistakeOfItsSettings() throws Exception {
    Ended ended = run(Map.of(WebhookEnv.MODE, "fast"), "serve");

    assertThat(ended.exitCode()).isEqualTo(64);
    assertThat(ended.err()).contains(WebhookEnv.MODE, WebhookEnv.TLS_CERT).hasLineCount(5);
  }

  @Test
  void endsWith65ForAManifestThatIsNone() throws Exception {
    Path file = Files.writeString(folder.resolve("bad.yaml"), "a: [", UTF_8);

    Ended ended = run(Map.of(), "explain", "-f", file.toString());

    assertThat(ended.exitCode()).isEqualTo(65);
    assertThat(ended.err())
        .startsWith(file + " is not valid YAML in document 1, line 1")
        .hasLineCount(1);
  }

  @Test
  void endsWith66ForATokenKeyThatIsNotThere() throws Exception {
    Ended ended = run(serving(), "serve");

    assertThat(ended.exitCode()).isEqualTo(66);
    assertThat(ended.err()).contains(folder.resolve("key").toString()).hasLineCount(1);
  }

  @Test
  void endsWith66ForCertificatesThatAreNotThere() throws Exception {
    Files.write(folder.resolve("key"), new byte[32]);

    Ended ended = run(serving(), "serve");

    assertThat(ended.exitCode()).isEqualTo(66);
    assertThat(ended.err()).contains(WebhookEnv.TLS_CERT, "tls.crt").hasLineCount(1);
  }

  private Map<String, String> serving() {
    return Map.of(
        WebhookEnv.TLS_CERT, folder.resolve("tls.crt").toString(),
        WebhookEnv.TLS_KEY, folder.resolve("tls.key").toString(),
        WebhookEnv.TOKEN_KEY_FILE, folder.resolve("key").toString(),
        WebhookEnv.SIDECAR_IMAGE, "sidecar");
  }
}
