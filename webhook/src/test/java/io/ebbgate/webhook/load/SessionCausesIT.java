package io.ebbgate.webhook.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import io.ebbgate.webhook.load.ClientRun.Client;
import io.ebbgate.webhook.load.ScriptedServer.Peer;
import io.ebbgate.webhook.load.ScriptedServer.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way a session can end is counted as what it is: the same ways for both kinds. */
@Timeout(30)
class SessionCausesIT {
  interface SessionScript {
    void run(SessionServer server) throws Exception;
  }

  /** The first session loads the classes of both sides, which may take longer than an answer. */
  @BeforeAll
  static void loadsTheClasses() throws Exception {
    for (Kind kind : List.of(Kind.WEBSOCKET, Kind.TCP)) {
      var _ = exchange(kind, script(kind, SessionCausesIT::serve));
    }
  }

  private static Stream<Arguments> endings() {
    return Stream.of(
            session("half an echo", SessionCausesIT::sendHalf, Ending.CUT_IN_ANSWER),
            session("a wrong echo", server -> server.send(server.receive() + "!"), Ending.GARBLED),
            session("a message nothing was sent for", SessionCausesIT::sendTwice, Ending.GARBLED),
            session("an echo that never comes", SessionServer::receiveAll, Ending.TIMEOUT),
            connection("silence", Peer::readAll, Ending.TIMEOUT),
            connection("SSH", peer -> peer.send("SSH-2.0-OpenSSH_9.2\r\n"), Ending.GARBLED),
            upgrade("503 Service Unavailable\r\ncontent-length: 0", Ending.STATUS),
            upgrade("101 Switching Protocols\r\nsec-websocket-accept: x", Ending.GARBLED))
        .flatMap(Function.identity());
  }

  private static Stream<Arguments> session(String what, SessionScript script, Ending ending) {
    return Stream.of(Kind.WEBSOCKET, Kind.TCP)
        .map(kind -> Arguments.of(kind, named(what, script(kind, script)), ending));
  }

  private static Stream<Arguments> connection(String what, Script script, Ending ending) {
    return Stream.of(Kind.WEBSOCKET, Kind.TCP)
        .map(kind -> Arguments.of(kind, named(what, script), ending));
  }

  private static Stream<Arguments> upgrade(String answer, Ending ending) {
    Script script = peer -> peer.answer("HTTP/1.1 " + answer + "\r\n\r\n");
    return Stream.of(Arguments.of(Kind.WEBSOCKET, named(answer, script), ending));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void countsEachEndingOfASession(Kind kind, Script script, Ending ending) throws Exception {
    assertThat(exchange(kind, script).ending()).isEqualTo(ending);
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "TCP"})
  void countsACutBeforeTheFirstEchoAndNamesThePod(Kind kind) throws Exception {
    Exchange cut = exchange(kind, script(kind, SessionServer::receive));

    assertThat(cut.ending()).isEqualTo(Ending.CUT_UNANSWERED);
    assertThat(cut.pod()).isEqualTo(SessionServer.POD);
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "TCP"})
  void countsACutBetweenTwoMessagesAtOnce(Kind kind) throws Exception {
    Exchange cut = exchange(kind, script(kind, SessionCausesIT::echoAndReset));

    assertThat(cut.ending()).isEqualTo(Ending.CUT_IN_ANSWER);
    assertThat(length(cut)).isLessThan(SessionClient.BEAT);
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "TCP"})
  void countsACloseThatIsNotAnsweredButCut(Kind kind) throws Exception {
    Exchange cut = exchange(kind, script(kind, SessionCausesIT::echoAllAndReset));

    assertThat(cut.ending()).isEqualTo(Ending.CUT_IN_ANSWER);
    assertThat(length(cut)).isGreaterThan(SessionClient.BEAT);
  }

  @Test
  void countsACloseThatTheServerBeganAsACut() throws Exception {
    Exchange cut = exchange(Kind.WEBSOCKET, script(Kind.WEBSOCKET, SessionCausesIT::beginClose));

    assertThat(cut.ending()).isEqualTo(Ending.CUT_IN_ANSWER);
  }

  @Test
  void answersAPingAtAnyTime() throws Exception {
    Exchange session = exchange(Kind.WEBSOCKET, script(Kind.WEBSOCKET, SessionCausesIT::ping));

    assertThat(session.ending()).isEqualTo(Ending.ANSWERED);
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "TCP"})
  void opensAConnectionForEachSession(Kind kind) throws Exception {
    ClientRun run =
        new Client(kind, 2, ClientRun.SESSION.plusMillis(100))
            .against(script(kind, SessionCausesIT::serve));

    assertThat(run.endings()).containsExactly(Ending.ANSWERED, Ending.ANSWERED);
    assertThat(length(run.exchanges().getFirst())).isGreaterThanOrEqualTo(ClientRun.SESSION);
    assertThat(run.connections()).isEqualTo(2);
  }

  /** A run's end does not wait minutes for long sessions. */
  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "TCP"})
  void closesASessionWhenTheScheduleEnds(Kind kind) throws Exception {
    ClientRun run =
        new Client(kind, 1, Duration.ofMillis(50)).against(script(kind, SessionCausesIT::serve));

    assertThat(run.endings()).containsExactly(Ending.ANSWERED);
    assertThat(length(run.exchanges().getFirst())).isLessThan(ClientRun.SESSION);
  }

  /** Echoes everything, the close too. */
  private static void serve(SessionServer server) throws IOException {
    server.echoAll();
    if (server.kind() == Kind.WEBSOCKET) {
      server.sendControl(WebSocketFrame.CLOSE, "");
    }
  }

  private static void sendHalf(SessionServer server) throws IOException {
    server.echo();
    server.sendHalf(server.receive());
  }

  private static void sendTwice(SessionServer server) throws IOException {
    String text = server.receive();
    server.send(text);
    server.send(text);
    server.receive();
  }

  private static void echoAndReset(SessionServer server) throws Exception {
    server.echo();
    server.peer().reset();
  }

  private static void echoAllAndReset(SessionServer server) throws Exception {
    server.echoAll();
    server.peer().reset();
  }

  private static void beginClose(SessionServer server) throws IOException {
    server.echo();
    server.sendControl(WebSocketFrame.CLOSE, "");
    server.receive();
  }

  /** Answers the close only where both pings were answered. */
  private static void ping(SessionServer server) throws IOException {
    server.sendControl(WebSocketFrame.PING, "a");
    String first = server.receive();
    server.sendControl(WebSocketFrame.PING, "b");
    server.send(first);
    server.echoAll();
    if (server.pongs().equals("ab")) {
      server.sendControl(WebSocketFrame.CLOSE, "");
    }
  }

  private static Duration length(Exchange session) {
    return Duration.ofNanos(session.done() - session.sent());
  }

  private static Script script(Kind kind, SessionScript script) {
    return peer -> script.run(SessionServer.accept(kind, peer));
  }

  private static Exchange exchange(Kind kind, Script script) throws IOException {
    ClientRun run = ClientRun.client(kind, 1).against(script);
    assertThat(run.exchanges()).hasSize(1);
    return run.exchanges().getFirst();
  }
}
