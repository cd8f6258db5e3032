package io.ebbgate.tool.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.tool.load.ScriptedServer.Manners;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way a session can end is counted as what it is: the same ways for both kinds. */
@Timeout(30)
class SessionCausesIT {
  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "TCP"})
  void countsARefusedConnection(Kind kind) throws Exception {
    InetSocketAddress nobody;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = (InetSocketAddress) gone.getLocalSocketAddress();
    }
    assertThat(ClientRun.of(kind, nobody, 1, ClientRun.SESSION).endings())
        .containsExactly(Ending.REFUSED);
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "TCP"})
  void countsACutBeforeTheFirstEchoAndTellsWhoCut(Kind kind) throws Exception {
    Exchange cut = one(kind, guest -> SessionServer.of(kind, guest).hear());
    assertThat(cut.ending()).isEqualTo(Ending.CUT_UNANSWERED);
    assertThat(cut.pod()).isEqualTo(SessionServer.POD);
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "TCP"})
  void countsACutBetweenTwoMessagesAtOnce(Kind kind) throws Exception {
    Exchange cut =
        one(
            kind,
            guest -> {
              SessionServer talker = SessionServer.of(kind, guest);
              talker.say(talker.hear());
              guest.reset();
            });
    assertThat(cut.ending()).isEqualTo(Ending.CUT_IN_ANSWER);
    assertThat(length(cut)).isLessThan(SessionUser.BEAT);
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "TCP"})
  void countsHalfAnEcho(Kind kind) throws Exception {
    Exchange cut =
        one(
            kind,
            guest -> {
              SessionServer talker = SessionServer.of(kind, guest);
              talker.say(talker.hear());
              talker.sayHalf(talker.hear());
            });
    assertThat(cut.ending()).isEqualTo(Ending.CUT_IN_ANSWER);
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "TCP"})
  void countsAWrongEcho(Kind kind) throws Exception {
    Exchange wrong =
        one(
            kind,
            guest -> {
              SessionServer talker = SessionServer.of(kind, guest);
              talker.say(talker.hear() + "!");
              talker.hear();
            });
    assertThat(wrong.ending()).isEqualTo(Ending.GARBLED);
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "TCP"})
  void countsAMessageThatNobodyAskedFor(Kind kind) throws Exception {
    Exchange wrong =
        one(
            kind,
            guest -> {
              SessionServer talker = SessionServer.of(kind, guest);
              String text = talker.hear();
              talker.say(text);
              talker.say(text);
              talker.hear();
            });
    assertThat(wrong.ending()).isEqualTo(Ending.GARBLED);
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "TCP"})
  void countsAnEchoThatNeverComes(Kind kind) throws Exception {
    Exchange late =
        one(
            kind,
            guest -> {
              SessionServer talker = SessionServer.of(kind, guest);
              while (!talker.hear().isEmpty()) {
                // says nothing
              }
            });
    assertThat(late.ending()).isEqualTo(Ending.TIMEOUT);
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "TCP"})
  void countsAGoodbyeThatIsNotAnsweredButCut(Kind kind) throws Exception {
    Exchange cut =
        one(
            kind,
            guest -> {
              SessionServer talker = SessionServer.of(kind, guest);
              while (talker.echo()) {
                // until the client leaves
              }
              guest.reset();
            });
    assertThat(cut.ending()).isEqualTo(Ending.CUT_IN_ANSWER);
    assertThat(length(cut)).isGreaterThan(SessionUser.BEAT);
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "TCP"})
  void countsASilentServer(Kind kind) throws Exception {
    assertThat(one(kind, guest -> guest.socket().getInputStream().readAllBytes()).ending())
        .isEqualTo(Ending.TIMEOUT);
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBSOCKET", "TCP"})
  void countsAnotherProtocol(Kind kind) throws Exception {
    assertThat(one(kind, guest -> guest.say("SSH-2.0-OpenSSH_9.2\r\n")).ending())
        .isEqualTo(Ending.GARBLED);
  }

  @Test
  void countsAnUpgradeThatIsRefused() throws Exception {
    Exchange refused =
        one(
            Kind.WEBSOCKET,
            guest -> {
              guest.request();
              guest.say("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n");
            });
    assertThat(refused.ending()).isEqualTo(Ending.STATUS);
  }

  @Test
  void countsAnUpgradeWithTheAnswerToAnotherKey() throws Exception {
    Exchange wrong =
        one(
            Kind.WEBSOCKET,
            guest -> {
              guest.request();
              guest.say("HTTP/1.1 101 Switching Protocols\r\nsec-websocket-accept: x\r\n\r\n");
            });
    assertThat(wrong.ending()).isEqualTo(Ending.GARBLED);
  }

  @Test
  void countsACloseThatTheServerBeganAsACut() throws Exception {
    Exchange cut =
        one(
            Kind.WEBSOCKET,
            guest -> {
              SessionServer talker = SessionServer.of(Kind.WEBSOCKET, guest);
              talker.echo();
              guest.say(new WebSocketFrame(WebSocketFrame.CLOSE, false, "").bytes());
              talker.hear();
            });
    assertThat(cut.ending()).isEqualTo(Ending.CUT_IN_ANSWER);
  }

  @Test
  void answersAPingAtAnyTime() throws Exception {
    Exchange session =
        one(
            Kind.WEBSOCKET,
            guest -> {
              SessionServer talker = SessionServer.of(Kind.WEBSOCKET, guest);
              guest.say(new WebSocketFrame(WebSocketFrame.PING, false, "a").bytes());
              String first = talker.hear();
              guest.say(new WebSocketFrame(WebSocketFrame.PING, false, "b").bytes());
              talker.say(first);
              while (talker.echo()) {
                // until the client leaves
              }
              if (talker.pongs().equals("ab")) {
                guest.say(new WebSocketFrame(WebSocketFrame.CLOSE, false, "").bytes());
              }
            });
    assertThat(session.ending()).isEqualTo(Ending.ANSWERED);
  }

  private static Duration length(Exchange session) {
    return Duration.ofNanos(session.done() - session.sent());
  }

  private static Exchange one(Kind kind, Manners manners) throws Exception {
    try (ScriptedServer server = ScriptedServer.open(manners)) {
      ClientRun visit = ClientRun.of(kind, server.address(), 1, ClientRun.SESSION);
      assertThat(visit.exchanges()).hasSize(1);
      return visit.exchanges().getFirst();
    }
  }
}
