package io.ebbgate.webhook.load;

import static io.ebbgate.webhook.load.ClientRun.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import io.ebbgate.webhook.load.ClientRun.Client;
import io.ebbgate.webhook.load.ScriptedServer.Peer;
import io.ebbgate.webhook.load.ScriptedServer.Script;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way an HTTP/1.1 request can end, plain and over TLS, is counted as what it is, and is not
 * retried.
 */
@Timeout(30)
class HttpCausesIT {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String CHUNKED = OK + "transfer-encoding: chunked\r\n\r\n";

  private static Stream<Arguments> endings() {
    return Stream.of(
            half(OK + "content-le"),
            half(OK + "content-length: 10\r\n\r\nhalf"),
            half(CHUNKED + "4\r\nhalf\r\n"),
            http("an answer that never comes", Peer::readAll, Ending.TIMEOUT),
            http("an answer that never ends", HttpCausesIT::drip, Ending.TIMEOUT),
            http("no HTTP", peer -> peer.answer("SSH-2.0-OpenSSH_9.2\r\n"), Ending.GARBLED),
            handshake("a cut handshake", HttpCausesIT::cut, Ending.CUT_BEFORE_SENT),
            handshake("no TLS", HttpCausesIT::sendPlainText, Ending.GARBLED),
            handshake("a handshake that never ends", Peer::readRequest, Ending.TIMEOUT))
        .flatMap(Function.identity());
  }

  /** The second connection of each ends with TLS's close_notify. */
  private static Stream<Arguments> half(String half) {
    return http(
        half,
        peer -> {
          peer.answer(half);
          if (peer.number() > 1) {
            peer.socket().close();
          }
        },
        Ending.CUT_IN_ANSWER);
  }

  private static Stream<Arguments> http(String what, Script script, Ending ending) {
    return Stream.of(Kind.KEEP_ALIVE, Kind.TLS)
        .map(kind -> Arguments.of(kind, named(what, ClientRun.http(kind, script)), ending));
  }

  private static Stream<Arguments> handshake(String what, Script script, Ending ending) {
    return Stream.of(Arguments.of(Kind.TLS, named(what, script), ending));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void countsEachEndingOfARequest(Kind kind, Script script, Ending ending) throws Exception {
    assertThat(client(kind, 2).against(script).endings()).containsExactly(ending, ending);
  }

  @ParameterizedTest
  @EnumSource(names = {"KEEP_ALIVE", "TLS"})
  void keepsOneConnectionForGoodAnswers(Kind kind) throws Exception {
    ClientRun run = client(kind, 5).againstHttp(peer -> peer.answerAll(Peer.OK));

    assertThat(run.endings()).containsOnly(Ending.ANSWERED).hasSize(5);
    assertThat(run.exchanges()).extracting(Exchange::pod).containsOnly("scripted");
    assertThat(run.connections()).isOne();
  }

  @Test
  void opensAConnectionForEachRequestWhereThatIsTheKind() throws Exception {
    ClientRun run = client(Kind.NEW_CONNECTION, 3).againstHttp(peer -> peer.answerAll(Peer.OK));

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
    ClientRun run = client(Kind.KEEP_ALIVE, 2).againstHttp(peer -> answerOne(peer, Peer.OK));

    assertThat(run.endings()).containsExactly(Ending.ANSWERED, Ending.CUT_UNANSWERED);
    assertThat(run.requests()).isEqualTo(2);
    assertThat(run.ledger().cleanCloses(CleanClose.CLOSED_IDLE)).isZero();
  }

  @Test
  void countsAnotherStatusAndKeepsTheConnection() throws Exception {
    String unavailable = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n";
    ClientRun run = client(Kind.KEEP_ALIVE, 2).againstHttp(peer -> peer.answerAll(unavailable));

    assertThat(run.endings()).containsExactly(Ending.STATUS, Ending.STATUS);
    assertThat(run.requests()).isEqualTo(2);
    assertThat(run.connections()).isOne();
  }

  @Test
  void opensAnotherConnectionAfterConnectionClose() throws Exception {
    String close = OK + "Connection: close\r\ncontent-length: 0\r\n\r\n";
    ClientRun run = client(Kind.KEEP_ALIVE, 3).againstHttp(peer -> answerOne(peer, close));

    assertThat(run.endings()).containsOnly(Ending.ANSWERED).hasSize(3);
    assertThat(run.ledger().cleanCloses(CleanClose.TOLD_TO_CLOSE)).isEqualTo(3);
    assertThat(run.connections()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(names = {"KEEP_ALIVE", "TLS"})
  void opensAnotherConnectionAfterOneWasClosedOrResetWhileIdle(Kind kind) throws Exception {
    ClientRun run =
        new Client(kind, 3, Duration.ofSeconds(1))
            .againstHttp(peer -> {
              peer.answer(Peer.OK);
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
              peer.readRequest();
              Schedule.sleepUntil(System.nanoTime() + stall.toNanos(), System::nanoTime);
              peer.send(Peer.OK);
              peer.answerAll(Peer.OK);
            });

    Exchange last = run.exchanges().getLast();
    assertThat(run.exchanges())
        .hasSize(4)
        .allSatisfy(
            late -> assertThat(Duration.ofNanos(late.latency())).isGreaterThan(stall.dividedBy(3)));
    assertThat(last.done() - last.sent()).isLessThan(last.latency());
  }

  private static void answerOne(Peer peer, String answer) throws IOException {
    peer.answer(answer);
    peer.readRequest();
  }

  private static void drip(Peer peer) throws IOException {
    peer.answer(CHUNKED);
    while (true) {
      peer.send("1\r\n.\r\n");
    }
  }

  private static void cut(Peer peer) throws Exception {
    InputStream in = peer.socket().getInputStream();
    in.read();
    if (peer.number() > 1) {
      peer.reset();
    } else {
      in.skipNBytes(in.available());
    }
  }

  private static void sendPlainText(Peer peer) throws IOException {
    peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
    peer.socket().getInputStream().read(new byte[4_096]);
  }
}
