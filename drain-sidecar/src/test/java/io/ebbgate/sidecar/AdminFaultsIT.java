package io.ebbgate.sidecar;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Setting;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An admin interface with a fault from the first call to the last: nothing is known, so the hook of
 * a deletion is held to its deadline, and no longer.
 */
@Timeout(60)
class AdminFaultsIT {
  /** What becomes of each connection. */
  enum Fault implements RawServer.Conversation {
    ACCEPTS_AND_CLOSES {
      @Override
      public void hold(Socket socket) {}
    },
    RESETS {
      @Override
      public void hold(Socket socket) throws IOException {
        socket.getInputStream().readNBytes(1);
        socket.setSoLinger(true, 0);
      }
    },
    STALLS {
      @Override
      public void hold(Socket socket) throws InterruptedException {
        TimeUnit.SECONDS.sleep(30);
      }
    },
    DRIPS {
      @Override
      public void hold(Socket socket) throws IOException, InterruptedException {
        for (byte each : head("200 OK", 1000).getBytes(US_ASCII)) {
          socket.getOutputStream().write(each);
          TimeUnit.MILLISECONDS.sleep(100);
        }
      }
    },
    TRUNCATES {
      @Override
      public void hold(Socket socket) throws IOException {
        say(socket, head("200 OK", 1000) + "{\"stats\":[{\"name\":\"listener.");
      }
    },
    IS_NO_HTTP {
      @Override
      public void hold(Socket socket) throws IOException {
        say(socket, "SSH-2.0-OpenSSH_9.2\r\n");
      }
    },
    MOVED("301 Moved Permanently"),
    FORBIDDEN("403 Forbidden"),
    NOT_FOUND("404 Not Found"),
    BAD_METHOD("405 Method Not Allowed"),
    TOO_MANY("429 Too Many Requests"),
    ERROR("500 Internal Server Error"),
    UNAVAILABLE("503 Service Unavailable"),
    SENDS_FIFTY_MEGABYTES {
      @Override
      public void hold(Socket socket) throws IOException {
        socket.getInputStream().readNBytes(4);
        OutputStream out = socket.getOutputStream();
        out.write(head("200 OK", 50_000_000).getBytes(US_ASCII));
        byte[] blanks = new byte[100_000];
        Arrays.fill(blanks, (byte) ' ');
        for (int i = 0; i < 500; i++) {
          out.write(blanks);
        }
      }
    };

    private final String status;

    Fault() {
      this("");
    }

    /** Answers each call with this status and no body. */
    Fault(String status) {
      this.status = status;
    }

    @Override
    public void hold(Socket socket) throws IOException, InterruptedException {
      say(socket, head(status, 0));
    }

    private static String head(String status, int length) {
      return "HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
          .formatted(status, length);
    }

    private static void say(Socket socket, String answer) throws IOException {
      socket.getInputStream().readNBytes(4);
      socket.getOutputStream().write(answer.getBytes(US_ASCII));
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    }
  }

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void aHookIsHeldToItsDeadlineAndNotLonger(Fault fault) throws Exception {
    try (RawServer admin = RawServer.saying(fault);
        SidecarProcess sidecar =
            SidecarProcess.start(
                folder,
                "127.0.0.1:" + admin.address().getPort(),
                Setting.DRAIN_TIMEOUT.env(),
                "2s")) {
      RawHttp.Answer answer = sidecar.deletion().get();

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains("\"verdict\":\"admin_unreachable\"");
      assertThat(answer.took()).isBetween(Duration.ofMillis(1900), Duration.ofMillis(3500));
    }
  }
}
