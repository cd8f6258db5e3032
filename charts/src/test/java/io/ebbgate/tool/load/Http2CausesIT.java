package io.ebbgate.tool.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.tool.load.ScriptedServer.Peer;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every way an HTTP/2 request can end: one connection carries many, and GOAWAY ends it. */
@Timeout(30)
class Http2CausesIT {
  private static final byte[] OK = {(byte) 0x88};
  private static final byte[] UNAVAILABLE = {8, 3, '5', '0', '3'};
  private static final int EVERY_STREAM = Integer.MAX_VALUE;

  @Test
  void keepsOneConnectionForGoodAnswers() throws Exception {
    ClientRun run =
        new Requests(5)
            .against(server -> {
              while (true) {
                server.head(server.request(), OK, true);
              }
            });

    assertThat(run.endings()).containsOnly(Ending.ANSWERED).hasSize(5);
    assertThat(run.connections()).isOne();
    assertThat(run.ledger().cleanCloses(CleanClose.CLOSED_IDLE)).isZero();
  }

  @Test
  void countsEveryRequestInFlightWhenTheConnectionBreaks() throws Exception {
    ClientRun run =
        new Requests(2)
            .against(server -> {
              server.head(server.request(), OK, false);
              server.request();
              server.peer().reset();
            });

    assertThat(run.endings())
        .containsExactlyInAnyOrder(Ending.CUT_IN_ANSWER, Ending.CUT_UNANSWERED);
    assertThat(run.requests()).isEqualTo(2);
  }

  @Test
  void countsAResetStreamAndGoesOnWithTheConnection() throws Exception {
    ClientRun run =
        new Requests(2)
            .against(server -> {
              server.send(Frame.RST_STREAM, 0, server.request(), new byte[4]);
              server.head(server.request(), OK, true);
              server.request();
            });

    assertThat(run.endings()).containsExactly(Ending.CUT_UNANSWERED, Ending.ANSWERED);
    assertThat(run.connections()).isOne();
  }

  @Test
  void countsAnotherStatus() throws Exception {
    ClientRun run =
        new Requests(1)
            .against(server -> {
              server.head(server.request(), UNAVAILABLE, true);
              server.request();
            });

    assertThat(run.endings()).containsExactly(Ending.STATUS);
  }

  @Test
  void countsAnAnswerThatNeverComes() throws Exception {
    ClientRun run =
        new Requests(1)
            .against(server -> {
              while (true) {
                server.request();
              }
            });

    assertThat(run.endings()).containsExactly(Ending.TIMEOUT);
  }

  @Test
  void finishesWhatIsInFlightAfterAGoawayAndOpensAnotherConnection() throws Exception {
    ClientRun run =
        new Requests(3)
            .against(server -> {
              int stream = server.request();
              server.goaway(EVERY_STREAM);
              while (true) {
                server.head(stream, OK, true);
                stream = server.request();
              }
            });

    assertThat(run.endings()).containsOnly(Ending.ANSWERED).hasSize(3);
    assertThat(run.requests()).isEqualTo(3);
    // One for each request, unless this machine stood still and two came due at once.
    assertThat(run.ledger().cleanCloses(CleanClose.TOLD_TO_CLOSE))
        .isPositive()
        .isEqualTo(run.connections());
  }

  @Test
  void countsARequestThatALaterGoawayRefuses() throws Exception {
    ClientRun run =
        new Requests(1)
            .against(server -> {
              server.request();
              server.goaway(0);
              server.request();
            });

    assertThat(run.endings()).containsExactly(Ending.GOAWAY_REFUSED);
    assertThat(run.requests()).isOne();
  }

  @Test
  void opensAnotherConnectionAfterOneWasClosedWhileIdle() throws Exception {
    ClientRun run = new Requests(2).against(server -> server.head(server.request(), OK, true));

    assertThat(run.endings()).containsOnly(Ending.ANSWERED).hasSize(2);
    assertThat(run.ledger().cleanCloses(CleanClose.CLOSED_IDLE)).isPositive();
  }

  @Test
  void sendsOnScheduleWhileAnswersAreOutstanding() throws Exception {
    ClientRun run =
        new Requests(2)
            .against(server -> {
              int first = server.request();
              int second = server.request();
              server.head(second, OK, true);
              server.head(first, OK, true);
              server.request();
            });

    assertThat(run.endings()).containsOnly(Ending.ANSWERED).hasSize(2);
    assertThat(run.connections()).isOne();
  }

  private record Requests(int requests) {
    ClientRun against(Http2Script script) throws IOException {
      return ClientRun.client(Kind.HTTP2, requests)
          .against(peer -> script.run(Http2Server.accept(peer)));
    }
  }

  private interface Http2Script {
    void run(Http2Server server) throws Exception;
  }

  /** The server's side of an HTTP/2 connection, as far as these tests need it. */
  private record Http2Server(Peer peer, DataInputStream in) {
    static Http2Server accept(Peer peer) throws IOException {
      DataInputStream in = new DataInputStream(peer.socket().getInputStream());
      in.skipNBytes(24);
      Http2Server server = new Http2Server(peer, in);
      server.send(Frame.SETTINGS, 0, 0, new byte[0]);
      return server;
    }

    /** The stream of the next request. */
    int request() throws IOException {
      Frame frame = Frame.read(in);
      while (frame.type() != Frame.HEADERS) {
        frame = Frame.read(in);
      }
      peer.requests().incrementAndGet();
      return frame.stream();
    }

    void head(int stream, byte[] block, boolean end) throws IOException {
      send(Frame.HEADERS, Frame.END_HEADERS | (end ? Frame.END_STREAM : 0), stream, block);
    }

    void goaway(int last) throws IOException {
      send(Frame.GOAWAY, 0, 0, ByteBuffer.allocate(8).putInt(last).array());
    }

    void send(int type, int flags, int stream, byte[] payload) throws IOException {
      peer.send(new Frame(type, flags, stream, payload).bytes());
    }
  }
}
