package io.ebbgate.sidecar.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.config.HostPort;
import io.ebbgate.sidecar.RawServer;
import io.ebbgate.sidecar.log.JsonLog;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ObserverNoticeTest {
  private final JsonLog log = new JsonLog(new ByteArrayOutputStream(), InstantSource.system());
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private volatile int status = 200;

  @Test
  void saysNothingButThePodsNameAndAgainForWhatComesLater() throws Exception {
    try (RawServer observer = RawServer.saying(this::answer)) {
      ObserverNotice notice = notice(observer);
      notice.send();
      assertThat(next()).isEqualTo("POST /v1/listener-drains?namespace=shop&pod=a%26b HTTP/1.1");
      notice.send();
      assertThat(next()).startsWith("POST /v1/listener-drains?");
    }
  }

  @Test
  void triesAgainWhereTheObserverHasNoTime() throws Exception {
    status = 429;
    try (RawServer observer = RawServer.saying(this::answer)) {
      notice(observer).send();
      assertThat(next()).startsWith("POST ");
      status = 200;
      assertThat(next()).startsWith("POST ");
    }
  }

  private ObserverNotice notice(RawServer observer) {
    return new ObserverNotice(
        Optional.of(new HostPort("127.0.0.1", observer.address().getPort())),
        "shop",
        "a&b",
        System::nanoTime,
        log);
  }

  private String next() throws InterruptedException {
    return String.valueOf(requests.poll(20, TimeUnit.SECONDS));
  }

  private void answer(Socket socket) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    String request = String.valueOf(reader.readLine());
    String line = request;
    while (!line.isEmpty()) {
      line = String.valueOf(reader.readLine());
    }
    socket
        .getOutputStream()
        .write("HTTP/1.1 %d X\r\nContent-Length: 0\r\n\r\n".formatted(status).getBytes(UTF_8));
    requests.add(request);
  }
}
