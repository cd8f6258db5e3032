package io.ebbgate.tool.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every way an HTTP/1.1 request can end is counted as what it is, and nothing is tried again. */
@Timeout(30)
class Http1CausesIT {
  private static final Kind KIND = Kind.KEEP_ALIVE;

  @Test
  void keepsOneConnectionForGoodAnswers() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(guest -> {
          while (guest.request()) {
            guest.ok();
          }
        })) {
      ClientRun visit = ClientRun.of(KIND, server, 4);
      assertThat(visit.endings()).containsOnly(Ending.ANSWERED).hasSize(4);
      assertThat(visit.exchanges()).extracting(Exchange::pod).containsOnly("rough");
      assertThat(server.connections()).isOne();
    }
  }

  @Test
  void opensAConnectionForEachRequestWhereThatIsTheKind() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(guest -> {
          guest.request();
          guest.ok();
          guest.request();
        })) {
      ClientRun visit = ClientRun.of(Kind.NEW_CONNECTION, server, 3);
      assertThat(visit.endings()).containsOnly(Ending.ANSWERED).hasSize(3);
      assertThat(server.connections()).isEqualTo(3);
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
  void countsAResetAfterTheRequestOnceAndDoesNotRetry() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(guest -> {
          guest.request();
          guest.reset();
        })) {
      ClientRun visit = ClientRun.of(KIND, server, 3);
      assertThat(visit.endings()).containsOnly(Ending.CUT_UNANSWERED).hasSize(3);
      assertThat(server.requests()).isEqualTo(3);
    }
  }

  @Test
  void countsAKeptConnectionThatClosesInsteadOfAnswering() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(guest -> {
          guest.request();
          guest.ok();
          guest.request();
        })) {
      ClientRun visit = ClientRun.of(KIND, server, 2);
      assertThat(visit.endings()).containsExactly(Ending.ANSWERED, Ending.CUT_UNANSWERED);
      assertThat(server.requests()).isEqualTo(2);
      assertThat(visit.ledger().cleanCloses(CleanClose.CLOSED_IDLE)).isZero();
    }
  }

  @Test
  void countsHalfAnAnswer() throws Exception {
    for (String half :
        List.of(
            "HTTP/1.1 200 OK\r\ncontent-le",
            "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n")) {
      try (ScriptedServer server =
          ScriptedServer.open(guest -> {
            guest.request();
            guest.say(half);
          })) {
        assertThat(ClientRun.of(KIND, server, 1).endings()).containsExactly(Ending.CUT_IN_ANSWER);
      }
    }
  }

  @Test
  void countsAnotherStatusAndKeepsTheConnection() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(guest -> {
          while (guest.request()) {
            guest.say("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n");
          }
        })) {
      ClientRun visit = ClientRun.of(KIND, server, 2);
      assertThat(visit.endings()).containsExactly(Ending.STATUS, Ending.STATUS);
      assertThat(server.requests()).isEqualTo(2);
    }
  }

  @Test
  void countsAnAnswerThatNeverComesOrNeverEnds() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(guest -> {
          guest.request();
          if (guest.number() > 1) {
            guest.say("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
          }
          while (guest.number() > 1) {
            guest.say("1\r\n.\r\n");
          }
          guest.request();
        })) {
      ClientRun visit = ClientRun.of(KIND, server, 2);
      assertThat(visit.endings()).containsExactly(Ending.TIMEOUT, Ending.TIMEOUT);
    }
  }

  @Test
  void countsWhatIsNotHttp() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(guest -> {
          guest.request();
          guest.say("SSH-2.0-OpenSSH_9.2\r\n");
        })) {
      assertThat(ClientRun.of(KIND, server, 1).endings()).containsExactly(Ending.GARBLED);
    }
  }

  @Test
  void takesConnectionCloseForWhatItIs() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(guest -> {
          guest.request();
          guest.say("HTTP/1.1 200 OK\r\nConnection: close\r\ncontent-length: 0\r\n\r\n");
          guest.request();
        })) {
      ClientRun visit = ClientRun.of(KIND, server, 3);
      assertThat(visit.endings()).containsOnly(Ending.ANSWERED).hasSize(3);
      assertThat(visit.ledger().cleanCloses(CleanClose.TOLD_TO_CLOSE)).isEqualTo(3);
      assertThat(server.connections()).isEqualTo(3);
    }
  }

  @Test
  void opensAnotherConnectionAfterOneWasClosedOrResetWhileIdle() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(guest -> {
          guest.request();
          guest.ok();
          if (guest.number() > 1) {
            guest.reset();
          }
        })) {
      ClientRun visit = ClientRun.of(KIND, server, 3);
      assertThat(visit.endings()).containsOnly(Ending.ANSWERED).hasSize(3);
      assertThat(visit.ledger().cleanCloses(CleanClose.CLOSED_IDLE)).isGreaterThanOrEqualTo(2);
      assertThat(server.requests()).isEqualTo(3);
    }
  }

  @Test
  void measuresFromTheIntendedTimeWhenTheServerStalls() throws Exception {
    Duration stall = Duration.ofMillis(300);
    try (ScriptedServer server =
        ScriptedServer.open(guest -> {
          for (int request = 1; guest.request(); request++) {
            if (request == 1) {
              Pause.until(System.nanoTime() + stall.toNanos(), System::nanoTime);
            }
            guest.ok();
          }
        })) {
      ClientRun visit = ClientRun.of(KIND, server, 4);
      assertThat(visit.exchanges())
          .hasSize(4)
          .allSatisfy(late ->
              assertThat(Duration.ofNanos(late.latency())).isGreaterThan(stall.dividedBy(3)));
      assertThat(visit.exchanges().getLast().done() - visit.exchanges().getLast().sent())
          .isLessThan(visit.exchanges().getLast().latency());
    }
  }
}
