package io.ebbgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.core.contract.WebhookEnv;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A component that can't start, after others have. */
@Timeout(60)
class FailedStartIT {
  private static final String HOST = ServeProcess.HOST;

  @Test
  void closesWhatHadStarted(@TempDir Path folder) throws Exception {
    int operations = ServeProcess.freePort();
    Lifecycle lifecycle = new Lifecycle();
    Map<String, String> environment = environment(folder, operations);
    WebhookConfig config = WebhookConfig.read(environment);

    assertThatThrownBy(() -> new ServeComponents(config, lifecycle).start(environment))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tls.crt");
    new Socket(HOST, operations).close();
    long before = System.nanoTime();
    assertThat(lifecycle.close()).isTrue();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(config.stopDelay());
    assertThatThrownBy(() -> new Socket(HOST, operations).close())
        .isInstanceOf(ConnectException.class);
  }

  /** Not after the admission port is open without asking for certificates. */
  @Test
  void refusesABadClientCaBeforeTheAdmissionPortOpens(@TempDir Path folder) throws Exception {
    Lifecycle lifecycle = new Lifecycle();
    Map<String, String> environment = environment(folder, ServeProcess.freePort());
    DevCertificates.write(folder, List.of(HOST), Duration.ofHours(1), InstantSource.system());
    int admission = ServeProcess.freePort();
    environment.put(WebhookEnv.LISTEN, HOST + ":" + admission);
    environment.put(
        WebhookEnv.CLIENT_CA, Files.writeString(folder.resolve("client"), "nothing").toString());
    WebhookConfig config = WebhookConfig.read(environment);

    assertThatThrownBy(() -> new ServeComponents(config, lifecycle).start(environment))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(WebhookEnv.CLIENT_CA);
    assertThatThrownBy(() -> new Socket(HOST, admission).close())
        .isInstanceOf(ConnectException.class);
    lifecycle.close();
  }

  private static Map<String, String> environment(Path folder, int operations) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put(WebhookEnv.TLS_CERT, folder.resolve("tls.crt").toString());
    environment.put(WebhookEnv.TLS_KEY, folder.resolve("tls.key").toString());
    environment.put(
        WebhookEnv.TOKEN_KEY_FILE, Files.write(folder.resolve("key"), new byte[32]).toString());
    environment.put(WebhookEnv.SIDECAR_IMAGE, "sidecar");
    environment.put(WebhookEnv.LISTEN, HOST + ":0");
    environment.put(WebhookEnv.OPERATIONS_LISTEN, HOST + ":" + operations);
    environment.put(WebhookEnv.STOP_DELAY, "30s");
    return environment;
  }
}
