package io.ebbgate.tool.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.tool.load.ScriptedServer.Guest;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same for HTTP/2, where one connection carries many requests and a GOAWAY says goodbye. */
@Timeout(30)
class Http2CausesIT {
  private static final byte[] OK = {(byte) 0x88};
  private static final byte[] UNAVAILABLE = {8, 3, '5', '0', '3'};
  private static final int EVERY_STREAM = Integer.MAX_VALUE;

  @Test
  void keepsOneConnectionForGoodAnswers() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(guest -> {
          Speaker speaker = Speaker.of(guest);
          while (true) {
            speaker.head(speaker.request(), OK, true);
          }
        })) {
      ClientRun visit = ClientRun.of(Kind.HTTP2, server, 5);
      assertThat(visit.endings()).containsOnly(Ending.ANSWERED).hasSize(5);
      assertThat(server.connections()).isOne();
      assertThat(visit.ledger().cleanCloses(CleanClose.CLOSED_IDLE)).isZero();
    }
  }

  @Test
  void countsARefusedConnection() throws Exception {
    InetSocketAddress nobody;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = (InetSocketAddress) gone.getLocalSocketAddress();
    }
    ClientRun visit = ClientRun.of(Kind.HTTP2, nobody, 2, Duration.ofMillis(20));
    assertThat(visit.endings()).containsExactly(Ending.REFUSED, Ending.REFUSED);
  }

  @Test
  void countsEveryRequestInFlightWhenTheConnectionBreaks() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(guest -> {
          Speaker speaker = Speaker.of(guest);
          speaker.head(speaker.request(), OK, false);
          speaker.request();
          guest.reset();
        })) {
      ClientRun visit = ClientRun.of(Kind.HTTP2, server, 2);
      assertThat(visit.endings())
          .containsExactlyInAnyOrder(Ending.CUT_IN_ANSWER, Ending.CUT_UNANSWERED);
      assertThat(server.requests()).isEqualTo(2);
    }
  }

  @Test
  void countsAResetStreamAndGoesOnWithTheConnection() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(guest -> {
          Speaker speaker = Speaker.of(guest);
          speaker.say(Frame.RST_STREAM, 0, speaker.request(), new byte[4]);
          speaker.head(speaker.request(), OK, true);
          speaker.request();
        })) {
      ClientRun visit = ClientRun.of(Kind.HTTP2, server, 2);
      assertThat(visit.endings()).containsExactly(Ending.CUT_UNANSWERED, Ending.ANSWERED);
      assertThat(server.connections()).isOne();
    }
  }

  @Test
  void countsAnotherStatus() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(guest -> {
          Speaker speaker = Speaker.of(guest);
          speaker.head(speaker.request(), UNAVAILABLE, true);
          speaker.request();
        })) {
      assertThat(ClientRun.of(Kind.HTTP2, server, 1).endings()).containsExactly(Ending.STATUS);
    }
  }

  @Test
  void countsAnAnswerThatNeverComes() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(guest -> {
          Speaker speaker = Speaker.of(guest);
          while (true) {
            speaker.request();
          }
        })) {
      assertThat(ClientRun.of(Kind.HTTP2, server, 1).endings()).containsExactly(Ending.TIMEOUT);
    }
  }

  @Test
  void finishesWhatIsInFlightAfterAGoawayAndOpensAnotherConnection() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(guest -> {
          Speaker speaker = Speaker.of(guest);
          int stream = speaker.request();
          speaker.goaway(EVERY_STREAM);
          while (true) {
            speaker.head(stream, OK, true);
            stream = speaker.request();
          }
        })) {
      ClientRun visit = ClientRun.of(Kind.HTTP2, server, 3);
      assertThat(visit.endings()).containsOnly(Ending.ANSWERED).hasSize(3);
      assertThat(server.requests()).isEqualTo(3);
      // One for each request, unless this machine stood still and two came due at once.
      assertThat(visit.ledger().cleanCloses(CleanClose.TOLD_TO_CLOSE))
          .isPositive()
          .isEqualTo(server.connections());
    }
  }

  @Test
  void countsARequestThatALaterGoawayRefuses() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(guest -> {
          Speaker speaker = Speaker.of(guest);
          speaker.request();
          speaker.goaway(0);
          speaker.request();
        })) {
      ClientRun visit = ClientRun.of(Kind.HTTP2, server, 1);
      assertThat(visit.endings()).containsExactly(Ending.GOAWAY_REFUSED);
      assertThat(server.requests()).isOne();
    }
  }

  @Test
  void opensAnotherConnectionAfterOneWasClosedWhileIdle() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(guest -> {
          Speaker speaker = Speaker.of(guest);
          speaker.head(speaker.request(), OK, true);
        })) {
      ClientRun visit = ClientRun.of(Kind.HTTP2, server, 2);
      assertThat(visit.endings()).containsOnly(Ending.ANSWERED).hasSize(2);
      assertThat(visit.ledger().cleanCloses(CleanClose.CLOSED_IDLE)).isPositive();
    }
  }

  @Test
  void sendsOnScheduleWhileAnswersAreOutstanding() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.open(guest -> {
          Speaker speaker = Speaker.of(guest);
          int first = speaker.request();
          int second = speaker.request();
          speaker.head(second, OK, true);
          speaker.head(first, OK, true);
          speaker.request();
        })) {
      ClientRun visit = ClientRun.of(Kind.HTTP2, server, 2);
      assertThat(visit.endings()).containsOnly(Ending.ANSWERED).hasSize(2);
      assertThat(server.connections()).isOne();
    }
  }

  /** The server's side of HTTP/2, as far as these tests go. */
  private record Speaker(Guest guest, DataInputStream in) {
    static Speaker of(Guest guest) throws IOException {
      DataInputStream in = new DataInputStream(guest.socket().getInputStream());
      in.skipNBytes(24);
      Speaker speaker = new Speaker(guest, in);
      speaker.say(Frame.SETTINGS, 0, 0, new byte[0]);
      return speaker;
    }

    /** The stream of the next request. */
    int request() throws IOException {
      Frame frame = Frame.read(in);
      while (frame.type() != Frame.HEADERS) {
        frame = Frame.read(in);
      }
      guest.requests().incrementAndGet();
      return frame.stream();
    }

    void head(int stream, byte[] block, boolean end) throws IOException {
      say(Frame.HEADERS, Frame.END_HEADERS | (end ? Frame.END_STREAM : 0), stream, block);
    }

    void goaway(int last) throws IOException {
      say(Frame.GOAWAY, 0, 0, ByteBuffer.allocate(8).putInt(last).array());
    }

    void say(int type, int flags, int stream, byte[] payload) throws IOException {
      guest.say(new Frame(type, flags, stream, payload).bytes());
    }
  }
}
