package io.ebbgate.webhook.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import io.ebbgate.webhook.load.Http2CausesIT.Http2Script;
import io.ebbgate.webhook.load.Http2CausesIT.Http2Server;
import io.ebbgate.webhook.load.ScriptedServer.Script;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How streams and sessions end that last long, and what their clients do then. */
@Timeout(30)
class LongWorkIT {
  private static Stream<Arguments> streams() {
    return Stream.of(
        ends("its status", server -> finish(server, "0"), Ending.ANSWERED),
        ends("another status", server -> finish(server, "14"), Ending.STATUS),
        ends("no status", LongWorkIT::endWithoutStatus, Ending.CUT_IN_ANSWER),
        ends("a reset", LongWorkIT::beginAndReset, Ending.CUT_IN_ANSWER));
  }

  private static Arguments ends(String what, Http2Script script, Ending ending) {
    return Arguments.of(named(what, script), ending);
  }

  @ParameterizedTest
  @MethodSource("streams")
  void judgesAStreamByTheStatusInItsTrailers(Http2Script script, Ending ending) throws Exception {
    ClientRun run =
        ClientRun.client(Kind.GRPC, 1).against(peer -> script.run(Http2Server.accept(peer)));

    assertThat(run.endings()).containsExactly(ending);
  }

  private static void finish(Http2Server server, String status) throws Exception {
    int stream = begin(server);
    server.send((writer, to, promise) ->
        writer.writeHeaders(
            to, stream, new DefaultHttp2Headers().add("grpc-status", status), 0, true, promise));
    server.readAll();
  }

  private static void endWithoutStatus(Http2Server server) throws Exception {
    int stream = begin(server);
    server.send((writer, to, promise) ->
        writer.writeData(to, stream, Unpooled.EMPTY_BUFFER, 0, true, promise));
    server.readAll();
  }

  private static void beginAndReset(Http2Server server) throws Exception {
    var _ = begin(server);
    server.peer().reset();
  }

  private static int begin(Http2Server server) throws Exception {
    int stream = server.request();
    server.head(stream, 200, false);
    return stream;
  }

  @Test
  void opensADatabaseSessionAgainThatWasCutAndCountsIt() throws Exception {
    AtomicInteger sessions = new AtomicInteger();
    ClientRun run =
        database(
            Kind.DATABASE,
            server -> {
              if (sessions.getAndIncrement() == 0) {
                var _ = server.echo();
                server.peer().reset();
              } else {
                server.echoAll();
              }
            });

    assertThat(run.endings()).startsWith(Ending.CUT_IN_ANSWER).contains(Ending.ANSWERED);
    assertThat(run.ledger().reconnections()).isEqualTo(Map.of(Kind.DATABASE, 1L));
  }

  @Test
  void asksOnceInAnIdleSessionAndSeesItsCutAtOnce() throws Exception {
    AtomicInteger queries = new AtomicInteger();
    ClientRun run =
        database(
            Kind.DATABASE_IDLE,
            server -> {
              while (server.echo()) {
                queries.incrementAndGet();
              }
            });

    assertThat(run.endings()).containsOnly(Ending.ANSWERED);
    assertThat(queries).hasValue(run.endings().size());
    assertThat(run.ledger().reconnections()).isEmpty();
  }

  interface DatabaseScript {
    void run(SessionServer server) throws Exception;
  }

  private static ClientRun database(Kind kind, DatabaseScript script) throws IOException {
    Script served = peer -> script.run(SessionServer.accept(Kind.TCP, peer));
    return new ClientRun.Client(kind, 1, Duration.ofMillis(2_500)).against(served);
  }
}
