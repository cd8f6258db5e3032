package io.ebbgate.tool.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
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

  /** One session of that kind. */
  private record Client(Kind kind) {
    Exchange against(SessionScript script) throws IOException {
      return only(
          ClientRun.client(kind, 1).against(peer -> script.run(SessionServer.accept(kind, peer))));
    }
  }

  private static Stream<Arguments> endings() {
    return Stream.of(Kind.WEBSOCKET, Kind.TCP)
        .flatMap(kind ->
            Stream.of(
                ends(kind, Ending.CUT_IN_ANSWER, named("half an echo", SessionCausesIT::sendHalf)),
                ends(
                    kind,
                    Ending.GARBLED,
                    named("a wrong echo", server -> server.send(server.receive() + "!"))),
                ends(
                    kind,
                    Ending.GARBLED,
                    named("a message nothing was sent for", SessionCausesIT::sendTwice)),
                ends(
                    kind,
                    Ending.TIMEOUT,
                    named("an echo that never comes", SessionCausesIT::receiveOnly))));
  }

  private static Arguments ends(Kind kind, Ending ending, Named<SessionScript> script) {
    return Arguments.of(kind, script, ending);
  }

  @ParameterizedTest
  @MethodSource("endings")
  void countsEachEndingOfASession(Kind kind, SessionScript script, Ending ending) throws Exception {
    assertThat(new Client(kind).against(script).ending()).isEqualTo(ending);
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "TCP"})
  void countsACutBeforeTheFirstEchoAndNamesThePod(Kind kind) throws Exception {
    Exchange cut = new Client(kind).against(SessionServer::receive);

    assertThat(cut.ending()).isEqualTo(Ending.CUT_UNANSWERED);
    assertThat(cut.pod()).isEqualTo(SessionServer.POD);
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "TCP"})
  void countsACutBetweenTwoMessagesAtOnce(Kind kind) throws Exception {
    Exchange cut =
        new Client(kind)
            .against(server -> {
              server.send(server.receive());
              server.peer().reset();
            });

    assertThat(cut.ending()).isEqualTo(Ending.CUT_IN_ANSWER);
    assertThat(length(cut)).isLessThan(SessionClient.BEAT);
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "TCP"})
  void countsACloseThatIsNotAnsweredButCut(Kind kind) throws Exception {
    Exchange cut =
        new Client(kind)
            .against(server -> {
              server.echoAll();
              server.peer().reset();
            });

    assertThat(cut.ending()).isEqualTo(Ending.CUT_IN_ANSWER);
    assertThat(length(cut)).isGreaterThan(SessionClient.BEAT);
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "TCP"})
  void countsASilentServer(Kind kind) throws Exception {
    assertThat(
            only(ClientRun.client(kind, 1)
                    .against(peer -> peer.socket().getInputStream().readAllBytes()))
                .ending())
        .isEqualTo(Ending.TIMEOUT);
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "TCP"})
  void countsAnotherProtocol(Kind kind) throws Exception {
    assertThat(
            only(ClientRun.client(kind, 1).against(peer -> peer.send("SSH-2.0-OpenSSH_9.2\r\n")))
                .ending())
        .isEqualTo(Ending.GARBLED);
  }

  @Test
  void countsAnUpgradeThatIsRefused() throws Exception {
    assertThat(upgrade("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n"))
        .isEqualTo(Ending.STATUS);
  }

  @Test
  void countsAnUpgradeWithTheAnswerToAnotherKey() throws Exception {
    assertThat(upgrade("HTTP/1.1 101 Switching Protocols\r\nsec-websocket-accept: x\r\n\r\n"))
        .isEqualTo(Ending.GARBLED);
  }

  @Test
  void countsACloseThatTheServerBeganAsACut() throws Exception {
    Exchange cut =
        new Client(Kind.WEBSOCKET)
            .against(server -> {
              server.echo();
              server.sendControl(WebSocketFrame.CLOSE, "");
              server.receive();
            });

    assertThat(cut.ending()).isEqualTo(Ending.CUT_IN_ANSWER);
  }

  @Test
  void answersAPingAtAnyTime() throws Exception {
    Exchange session =
        new Client(Kind.WEBSOCKET)
            .against(server -> {
              server.sendControl(WebSocketFrame.PING, "a");
              String first = server.receive();
              server.sendControl(WebSocketFrame.PING, "b");
              server.send(first);
              server.echoAll();
              if (server.pongs().equals("ab")) {
                server.sendControl(WebSocketFrame.CLOSE, "");
              }
            });

    assertThat(session.ending()).isEqualTo(Ending.ANSWERED);
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "TCP"})
  void opensAConnectionForEachSession(Kind kind) throws Exception {
    try (Backend backend = Backend.open(InetAddress.getLoopbackAddress())) {
      ClientRun run =
          ClientRun.of(kind, 2, ClientRun.SESSION.plusMillis(100), address(backend, kind));

      assertThat(run.endings()).containsExactly(Ending.ANSWERED, Ending.ANSWERED);
      assertThat(length(run.exchanges().getFirst())).isGreaterThanOrEqualTo(ClientRun.SESSION);
      assertThat(backend.requests()).isEqualTo(2);
    }
  }

  /** A run's end does not wait minutes for long sessions. */
  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "TCP"})
  void closesASessionWhenTheScheduleEnds(Kind kind) throws Exception {
    try (Backend backend = Backend.open(InetAddress.getLoopbackAddress())) {
      ClientRun run = ClientRun.of(kind, 1, Duration.ofMillis(50), address(backend, kind));

      assertThat(run.endings()).containsExactly(Ending.ANSWERED);
      assertThat(length(run.exchanges().getFirst())).isLessThan(ClientRun.SESSION);
    }
  }

  private static void sendHalf(SessionServer server) throws IOException {
    server.send(server.receive());
    server.sendHalf(server.receive());
  }

  private static void sendTwice(SessionServer server) throws IOException {
    String text = server.receive();
    server.send(text);
    server.send(text);
    server.receive();
  }

  private static void receiveOnly(SessionServer server) throws IOException {
    while (!server.receive().isEmpty()) {
      // no echo
    }
  }

  private static InetSocketAddress address(Backend backend, Kind kind) {
    return kind == Kind.TCP ? backend.tcp() : backend.address();
  }

  private static Duration length(Exchange session) {
    return Duration.ofNanos(session.done() - session.sent());
  }

  private static Ending upgrade(String answer) throws IOException {
    return only(ClientRun.client(Kind.WEBSOCKET, 1)
            .against(peer -> {
              peer.readRequest();
              peer.send(answer);
            }))
        .ending();
  }

  private static Exchange only(ClientRun run) {
    assertThat(run.exchanges()).hasSize(1);
    return run.exchanges().getFirst();
  }
}
