package io.ebbgate.tool.load;

import static io.ebbgate.tool.load.ClientRun.client;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.tool.load.ClientRun.Client;
import io.ebbgate.tool.load.ScriptedServer.Peer;
import io.ebbgate.tool.load.ScriptedServer.Script;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every way an HTTP/1.1 request can end, plain and over TLS, is counted as what it is, and is not
 * retried.
 */
@Timeout(30)
class HttpCausesIT {
  @ParameterizedTest
  @EnumSource(names = {"KEEP_ALIVE", "TLS"})
  void keepsOneConnectionForGoodAnswers(Kind kind) throws Exception {
    ClientRun run =
        client(kind, 5)
            .againstHttp(peer -> {
              while (peer.readRequest()) {
                peer.sendOk();
              }
            });

    assertThat(run.endings()).containsOnly(Ending.ANSWERED).hasSize(5);
    assertThat(run.exchanges()).extracting(Exchange::pod).containsOnly("scripted");
    assertThat(run.connections()).isOne();
  }

  @Test
  void opensAConnectionForEachRequestWhereThatIsTheKind() throws Exception {
    ClientRun run =
        client(Kind.NEW_CONNECTION, 3)
            .againstHttp(peer -> {
              peer.readRequest();
              peer.sendOk();
              peer.readRequest();
            });

    assertThat(run.endings()).containsOnly(Ending.ANSWERED).hasSize(3);
    assertThat(run.connections()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(names = {"KEEP_ALIVE", "TLS"})
  void countsAResetAfterTheRequestOnceAndDoesNotRetry(Kind kind) throws Exception {
    ClientRun run =
        client(kind, 3)
            .againstHttp(peer -> {
              peer.readRequest();
              peer.reset();
            });

    assertThat(run.endings()).containsOnly(Ending.CUT_UNANSWERED).hasSize(3);
    assertThat(run.requests()).isEqualTo(3);
  }

  @Test
  void countsAKeptConnectionThatClosesInsteadOfAnswering() throws Exception {
    ClientRun run =
        client(Kind.KEEP_ALIVE, 2)
            .againstHttp(peer -> {
              peer.readRequest();
              peer.sendOk();
              peer.readRequest();
            });

    assertThat(run.endings()).containsExactly(Ending.ANSWERED, Ending.CUT_UNANSWERED);
    assertThat(run.requests()).isEqualTo(2);
    assertThat(run.ledger().cleanCloses(CleanClose.CLOSED_IDLE)).isZero();
  }

  /** The second connection of each ends with TLS's close_notify. */
  @ParameterizedTest
  @EnumSource(names = {"KEEP_ALIVE", "TLS"})
  void countsHalfAnAnswer(Kind kind) throws Exception {
    for (String half :
        List.of(
            "HTTP/1.1 200 OK\r\ncontent-le",
            "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n")) {
      ClientRun run =
          client(kind, 2)
              .againstHttp(peer -> {
                peer.readRequest();
                peer.send(half);
                if (peer.number() > 1) {
                  peer.socket().close();
                }
              });

      assertThat(run.endings()).containsExactly(Ending.CUT_IN_ANSWER, Ending.CUT_IN_ANSWER);
    }
  }

  @Test
  void countsAnotherStatusAndKeepsTheConnection() throws Exception {
    ClientRun run =
        client(Kind.KEEP_ALIVE, 2)
            .againstHttp(peer -> {
              while (peer.readRequest()) {
                peer.send("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n");
              }
            });

    assertThat(run.endings()).containsExactly(Ending.STATUS, Ending.STATUS);
    assertThat(run.requests()).isEqualTo(2);
    assertThat(run.connections()).isOne();
  }

  @ParameterizedTest
  @EnumSource(names = {"KEEP_ALIVE", "TLS"})
  void countsAnAnswerThatNeverComesOrNeverEnds(Kind kind) throws Exception {
    ClientRun run =
        client(kind, 2)
            .againstHttp(peer -> {
              peer.readRequest();
              if (peer.number() > 1) {
                peer.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
              }
              while (peer.number() > 1) {
                peer.send("1\r\n.\r\n");
              }
              peer.readRequest();
            });

    assertThat(run.endings()).containsExactly(Ending.TIMEOUT, Ending.TIMEOUT);
  }

  @Test
  void countsWhatIsNotHttp() throws Exception {
    ClientRun run =
        client(Kind.KEEP_ALIVE, 1)
            .againstHttp(peer -> {
              peer.readRequest();
              peer.send("SSH-2.0-OpenSSH_9.2\r\n");
            });

    assertThat(run.endings()).containsExactly(Ending.GARBLED);
  }

  @Test
  void opensAnotherConnectionAfterConnectionClose() throws Exception {
    ClientRun run =
        client(Kind.KEEP_ALIVE, 3)
            .againstHttp(peer -> {
              peer.readRequest();
              peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\ncontent-length: 0\r\n\r\n");
              peer.readRequest();
            });

    assertThat(run.endings()).containsOnly(Ending.ANSWERED).hasSize(3);
    assertThat(run.ledger().cleanCloses(CleanClose.TOLD_TO_CLOSE)).isEqualTo(3);
    assertThat(run.connections()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(names = {"KEEP_ALIVE", "TLS"})
  void opensAnotherConnectionAfterOneWasClosedOrResetWhileIdle(Kind kind) throws Exception {
    ClientRun run =
        new Client(kind, 3, Duration.ofMillis(200))
            .againstHttp(peer -> {
              peer.readRequest();
              peer.sendOk();
              if (peer.number() > 1) {
                peer.reset();
              } else {
                peer.socket().close();
              }
            });

    assertThat(run.endings()).containsOnly(Ending.ANSWERED).hasSize(3);
    assertThat(run.ledger().cleanCloses(CleanClose.CLOSED_IDLE)).isGreaterThanOrEqualTo(2);
    assertThat(run.requests()).isEqualTo(3);
  }

  @Test
  void measuresFromTheIntendedTimeWhenTheServerStalls() throws Exception {
    Duration stall = Duration.ofMillis(300);
    ClientRun run =
        client(Kind.KEEP_ALIVE, 4)
            .againstHttp(peer -> {
              for (int request = 1; peer.readRequest(); request++) {
                if (request == 1) {
                  Schedule.sleepUntil(System.nanoTime() + stall.toNanos(), System::nanoTime);
                }
                peer.sendOk();
              }
            });

    Exchange last = run.exchanges().getLast();
    assertThat(run.exchanges())
        .hasSize(4)
        .allSatisfy(
            late -> assertThat(Duration.ofNanos(late.latency())).isGreaterThan(stall.dividedBy(3)));
    assertThat(last.done() - last.sent()).isLessThan(last.latency());
  }

  @Test
  void countsAHandshakeThatIsCutAsCutBeforeSent() throws Exception {
    Script cut =
        peer -> {
          InputStream in = peer.socket().getInputStream();
          in.read();
          if (peer.number() > 1) {
            peer.reset();
          } else {
            in.skipNBytes(in.available());
          }
        };

    assertThat(client(Kind.TLS, 2).against(cut).endings())
        .containsExactly(Ending.CUT_BEFORE_SENT, Ending.CUT_BEFORE_SENT);
  }

  @Test
  void countsAServerThatDoesNotSpeakTls() throws Exception {
    Script plain =
        peer -> {
          peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
          peer.socket().getInputStream().read(new byte[4_096]);
        };

    assertThat(client(Kind.TLS, 1).against(plain).endings()).containsExactly(Ending.GARBLED);
  }

  @Test
  void countsAHandshakeThatNeverEnds() throws Exception {
    assertThat(client(Kind.TLS, 1).against(Peer::readRequest).endings())
        .containsExactly(Ending.TIMEOUT);
  }
}
