package io.ebbgate.sidecar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A sidecar whose Envoy isn't there, on one carrier thread as in a pod, and its clients. */
abstract class IdleSidecarFixture {
  private static final String ONE_CARRIER =
      "-Djdk.virtualThreadScheduler.parallelism=1 -Djdk.virtualThreadScheduler.maxPoolSize=1";

  @TempDir Path folder;
  SidecarProcess sidecar;
  private final List<Socket> clients = new ArrayList<>();

  @BeforeEach
  void start() {
    sidecar = SidecarProcess.withoutEnvoy(folder, "JDK_JAVA_OPTIONS", ONE_CARRIER);
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    sidecar.close();
  }

  /** A connection to the hook port on which this was sent; closed after the test. */
  Socket connect(String text) throws IOException {
    Socket client = new Socket(sidecar.hook().getAddress(), sidecar.hook().getPort());
    clients.add(client);
    client.getOutputStream().write(text.getBytes(ISO_8859_1));
    return client;
  }
}
