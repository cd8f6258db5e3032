package io.ebbgate.webhook.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import io.ebbgate.webhook.load.ScriptedServer.Peer;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way an HTTP/2 request can end: one connection carries many, and GOAWAY ends it. */
@Timeout(30)
class Http2CausesIT {
  private static Stream<Arguments> endings() {
    return Stream.of(
        ends("another status", s -> s.end(s.request(), 503), Ending.STATUS),
        ends("an answer that never comes", Http2Server::readAll, Ending.TIMEOUT),
        ends("a later GOAWAY", s -> s.goaway(s.request() - 1), Ending.GOAWAY_REFUSED),
        ends("no frame", s -> s.peer().send(s.request() + " is no frame"), Ending.GARBLED));
  }

  private static Arguments ends(String what, Http2Script script, Ending ending) {
    return Arguments.of(named(what, script), ending);
  }

  @ParameterizedTest
  @MethodSource("endings")
  void countsEachEndingOfARequest(Http2Script script, Ending ending) throws Exception {
    ClientRun run = new Requests(1).against(script);

    assertThat(run.endings()).containsExactly(ending);
    assertThat(run.requests()).isOne();
  }

  @Test
  void keepsOneConnectionForGoodAnswers() throws Exception {
    ClientRun run = new Requests(5).against(Http2Server::answerAll);

    assertThat(run.endings()).containsOnly(Ending.ANSWERED).hasSize(5);
    assertThat(run.connections()).isOne();
    assertThat(run.ledger().cleanCloses(CleanClose.CLOSED_IDLE)).isZero();
  }

  @Test
  void countsEveryRequestInFlightWhenTheConnectionBreaks() throws Exception {
    ClientRun run =
        new Requests(2)
            .against(server -> {
              server.head(server.request(), 200, false);
              server.request();
              server.peer().reset();
            });

    assertThat(run.endings())
        .containsExactlyInAnyOrder(Ending.CUT_IN_ANSWER, Ending.CUT_UNANSWERED);
    assertThat(run.requests()).isEqualTo(2);
  }

  /** Or the answers of minutes use it up, and the rest of them are cut. */
  @Test
  void renewsTheConnectionsWindowAsAnswersUseItUp() throws Exception {
    AtomicLong renewed = new AtomicLong();
    ClientRun run =
        new Requests(1)
            .against(server -> {
              int stream = server.request();
              server.head(stream, 200, false);
              for (int i = 0; i < 3 * 64; i++) {
                server.data(stream, 16_384, false);
              }
              renewed.set(server.awaitWindow(2 << 20));
              server.data(stream, 0, true);
            });

    assertThat(run.endings()).containsExactly(Ending.ANSWERED);
    assertThat(renewed.get()).isBetween(2L << 20, 3L << 20);
  }

  @Test
  void countsAResetStreamAndGoesOnWithTheConnection() throws Exception {
    ClientRun run =
        new Requests(2)
            .against(server -> {
              int stream = server.request();
              server.send((writer, to, promise) -> writer.writeRstStream(to, stream, 0, promise));
              server.answerAll();
            });

    assertThat(run.endings()).containsExactly(Ending.CUT_UNANSWERED, Ending.ANSWERED);
    assertThat(run.connections()).isOne();
  }

  @Test
  void finishesWhatIsInFlightAfterAGoawayAndOpensAnotherConnection() throws Exception {
    ClientRun run =
        new Requests(3)
            .against(server -> {
              int stream = server.request();
              server.goaway(Integer.MAX_VALUE);
              server.end(stream, 200);
              server.answerAll();
            });

    assertThat(run.endings()).containsOnly(Ending.ANSWERED).hasSize(3);
    assertThat(run.requests()).isEqualTo(3);
    // One for each request, unless this machine stood still and two came due at once.
    assertThat(run.ledger().cleanCloses(CleanClose.TOLD_TO_CLOSE))
        .isPositive()
        .isEqualTo(run.connections());
  }

  @Test
  void opensAnotherConnectionAfterOneWasClosedWhileIdle() throws Exception {
    // The client has to see the end before its next request is due.
    ClientRun run =
        new ClientRun.Client(Kind.HTTP2, 2, Duration.ofMillis(500))
            .against(peer -> {
              Http2Server server = Http2Server.accept(peer);
              server.end(server.request(), 200);
            });

    assertThat(run.endings()).containsOnly(Ending.ANSWERED).hasSize(2);
    assertThat(run.ledger().cleanCloses(CleanClose.CLOSED_IDLE)).isPositive();
  }

  @Test
  void sendsOnScheduleWhileAnswersAreOutstanding() throws Exception {
    ClientRun run =
        new Requests(2)
            .against(server -> {
              for (int stream : List.of(server.request(), server.request()).reversed()) {
                server.end(stream, 200);
              }
              server.readAll();
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

  interface Http2Script {
    void run(Http2Server server) throws Exception;
  }

  /** The server's side of an HTTP/2 connection, as far as these tests need it. */
  record Http2Server(Peer peer, Http2Frames frames, Queue<Integer> unanswered) {
    static Http2Server accept(Peer peer) throws IOException {
      peer.socket().getInputStream().skipNBytes(24);
      Http2Server server =
          new Http2Server(peer, new Http2Frames(peer.socket()), new ArrayDeque<>());
      server.send((writer, to, p) -> writer.writeSettings(to, new Http2Settings(), p));
      return server;
    }

    /** The stream of the next request. */
    int request() throws IOException, Http2Exception {
      while (unanswered.isEmpty()) {
        frames.read(
            frames.await(),
            new Http2FrameAdapter() {
              @Override
              public void onHeadersRead(
                  ChannelHandlerContext context, int stream, Http2Headers h, int p, boolean end) {
                unanswered.add(stream);
              }
            });
      }
      peer.requests().incrementAndGet();
      return unanswered.remove();
    }

    void readAll() throws IOException, Http2Exception {
      while (true) {
        request();
      }
    }

    void answerAll() throws IOException, Http2Exception {
      while (true) {
        end(request(), 200);
      }
    }

    void end(int stream, int status) throws IOException {
      head(stream, status, true);
    }

    void head(int stream, int status, boolean end) throws IOException {
      Http2Headers head = new DefaultHttp2Headers().status(Integer.toString(status));
      send((writer, to, promise) -> writer.writeHeaders(to, stream, head, 0, end, promise));
    }

    void data(int stream, int bytes, boolean end) throws IOException {
      send((writer, to, promise) ->
          writer.writeData(to, stream, Unpooled.wrappedBuffer(new byte[bytes]), 0, end, promise));
    }

    /** By how much the connection's window grew, once that is at least so much. */
    long awaitWindow(long least) throws IOException, Http2Exception {
      AtomicLong more = new AtomicLong();
      while (more.get() < least) {
        frames.read(
            frames.await(),
            new Http2FrameAdapter() {
              @Override
              public void onWindowUpdateRead(ChannelHandlerContext context, int stream, int by) {
                var _ = stream == 0 ? more.addAndGet(by) : 0;
              }
            });
      }
      return more.get();
    }

    void goaway(int last) throws IOException {
      send((writer, to, p) -> writer.writeGoAway(to, last, 0, Unpooled.EMPTY_BUFFER, p));
    }

    void send(Http2Frames.Frame frame) throws IOException {
      frames.add(frame);
      frames.flush();
    }
  }
}
