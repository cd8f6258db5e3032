package io.ebbgate.tool.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.tool.load.ScriptedServer.Guest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same over TLS, where a cut may come before, in and after the handshake. */
@Timeout(30)
class TlsCausesIT {
  private static final Kind KIND = Kind.TLS;

  private static TlsServer tls;

  @BeforeAll
  static void makeACertificateForAnotherHost() throws Exception {
    tls = TlsServer.make();
  }

  @Test
  void keepsOneConnectionForGoodAnswers() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(raw -> {
          Guest guest = tls.greet(raw);
          while (guest.request()) {
            guest.ok();
          }
        })) {
      ClientRun visit = ClientRun.of(KIND, server, 5);
      assertThat(visit.endings()).containsOnly(Ending.ANSWERED).hasSize(5);
      assertThat(visit.exchanges()).extracting(Exchange::pod).containsOnly("rough");
      assertThat(server.connections()).isOne();
    }
  }

  @Test
  void countsARefusedConnection() throws Exception {
    InetSocketAddress nobody;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = (InetSocketAddress) gone.getLocalSocketAddress();
    }
    ClientRun visit = ClientRun.of(KIND, nobody, 2, Duration.ofMillis(20));
    assertThat(visit.endings()).containsExactly(Ending.REFUSED, Ending.REFUSED);
  }

  @Test
  void countsAHandshakeThatIsCutAsCutBeforeSent() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(raw -> {
          raw.socket().getInputStream().read();
          if (raw.number() > 1) {
            raw.reset();
          } else {
            raw.socket().getInputStream().skipNBytes(raw.socket().getInputStream().available());
          }
        })) {
      assertThat(ClientRun.of(KIND, server, 2).endings())
          .containsExactly(Ending.CUT_BEFORE_SENT, Ending.CUT_BEFORE_SENT);
    }
  }

  @Test
  void countsAHandshakeThatIsNone() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(raw -> {
          raw.say("HTTP/1.1 400 Bad Request\r\n\r\n");
          raw.socket().getInputStream().read(new byte[4_096]);
        })) {
      assertThat(ClientRun.of(KIND, server, 1).endings()).containsExactly(Ending.GARBLED);
    }
  }

  @Test
  void countsAHandshakeThatNeverEnds() throws Exception {
    try (ScriptedServer server = ScriptedServer.open(Guest::request)) {
      assertThat(ClientRun.of(KIND, server, 1).endings()).containsExactly(Ending.TIMEOUT);
    }
  }

  @Test
  void countsAResetAfterTheRequestOnceAndDoesNotRetry() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(raw -> {
          tls.greet(raw).request();
          raw.reset();
        })) {
      ClientRun visit = ClientRun.of(KIND, server, 3);
      assertThat(visit.endings()).containsOnly(Ending.CUT_UNANSWERED).hasSize(3);
      assertThat(server.requests()).isEqualTo(3);
    }
  }

  @Test
  void countsHalfAnAnswerWithAndWithoutAGoodbye() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(raw -> {
          Guest guest = tls.greet(raw);
          guest.request();
          guest.say("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf");
          if (guest.number() > 1) {
            guest.socket().close();
          }
        })) {
      assertThat(ClientRun.of(KIND, server, 2).endings())
          .containsExactly(Ending.CUT_IN_ANSWER, Ending.CUT_IN_ANSWER);
    }
  }

  @Test
  void countsAnAnswerThatNeverComes() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(raw -> {
          Guest guest = tls.greet(raw);
          while (guest.request()) {
            // says nothing
          }
        })) {
      assertThat(ClientRun.of(KIND, server, 1).endings()).containsExactly(Ending.TIMEOUT);
    }
  }

  @Test
  void opensAnotherConnectionAfterOneWasClosedWhileIdle() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(raw -> {
          Guest guest = tls.greet(raw);
          guest.request();
          guest.ok();
          guest.socket().close();
        })) {
      ClientRun visit = ClientRun.of(KIND, server, 3);
      assertThat(visit.endings()).containsOnly(Ending.ANSWERED).hasSize(3);
      assertThat(visit.ledger().cleanCloses(CleanClose.CLOSED_IDLE)).isGreaterThanOrEqualTo(2);
    }
  }
}
