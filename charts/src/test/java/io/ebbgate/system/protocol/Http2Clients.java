package io.ebbgate.system.protocol;

import io.ebbgate.system.protocol.ClientView.End;
import io.ebbgate.system.protocol.ClientView.Notice;
import io.ebbgate.system.protocol.ClientView.Work;
import java.io.IOException;
import java.time.Duration;

/** Clients that speak HTTP/2, and gRPC on it: its framing, its messages and its trailers. */
final class Http2Clients {
  private static final int WARM_UP = 20;

  /** What is there at the hook has been counted. */
  private static final Duration LATER = Duration.ofSeconds(3);

  private Http2Clients() {}

  /** One request after the other until GOAWAY. */
  static ClientView busy(ClientSession session) throws Exception {
    try (Http2Wire wire = new Http2Wire(session.connect())) {
      for (int i = 0; i < WARM_UP; i++) {
        wire.ask("/");
      }
      int last = wire.get("/after/3000");
      session.begin();
      wire.readUntil(() -> wire.ended(last));
      while (!wire.goaway()) {
        wire.ask("/");
      }
      return new ClientView(Notice.GOAWAY, wire.whole(last) ? Work.WHOLE : Work.CUT, End.BY_CLIENT);
    }
  }

  /** One request, and then none any more. */
  static ClientView idle(ClientSession session) throws Exception {
    try (Http2Wire wire = new Http2Wire(session.connect())) {
      wire.ask("/");
      session.begin();
      return untilEnd(wire, Work.NONE);
    }
  }

  /** A stream from the server; afterwards the client keeps its connection. */
  static ClientView serverStream(ClientSession session, int seconds) throws Exception {
    try (Http2Wire wire = new Http2Wire(session.connect())) {
      int stream = wire.call("/grpc/pieces/" + seconds * 1000);
      wire.message(stream, "begin", true);
      wire.readUntil(() -> wire.messages(stream) > 0);
      session.begin();
      return untilEnd(wire, stream);
    }
  }

  /** The same; some time after the hook, calls begin beside it, and go on until GOAWAY. */
  static ClientView serverStreamAndCalls(ClientSession session, int seconds) throws Exception {
    try (Http2Wire wire = new Http2Wire(session.connect())) {
      int stream = wire.call("/grpc/pieces/" + seconds * 1000);
      wire.message(stream, "begin", true);
      wire.readUntil(() -> wire.messages(stream) > 0);
      session.begin();
      int[] seen = {0};
      while (!wire.goaway() && !wire.ended(stream)) {
        int before = wire.messages(stream);
        wire.readUntil(() -> wire.ended(stream) || wire.messages(stream) > before);
        if (session.hookedSince(LATER) && !wire.ended(stream)) {
          wire.ask("/");
          seen[0]++;
        }
      }
      wire.readUntil(() -> wire.ended(stream));
      return new ClientView(
          wire.goaway() ? Notice.GOAWAY : Notice.NONE,
          wire.whole(stream) && seen[0] > 0 ? Work.WHOLE : Work.CUT,
          End.BY_CLIENT);
    }
  }

  /** A stream in both directions, each message after the answer to the one before. */
  static ClientView bidirectionalStream(ClientSession session, int seconds) throws Exception {
    try (Http2Wire wire = new Http2Wire(session.connect())) {
      int stream = wire.call("/grpc/each");
      wire.message(stream, "first", false);
      wire.readUntil(() -> wire.messages(stream) > 0);
      session.begin();
      long end = System.nanoTime() + seconds * 1_000_000_000L;
      boolean last = false;
      while (!last) {
        int before = wire.messages(stream);
        last = System.nanoTime() - end > 0;
        wire.message(stream, "next", last);
        wire.readUntil(() -> wire.ended(stream) || wire.messages(stream) > before);
      }
      wire.readUntil(() -> wire.ended(stream));
      return new ClientView(
          wire.goaway() ? Notice.GOAWAY : Notice.NONE,
          wire.whole(stream) ? Work.WHOLE : Work.CUT,
          End.BY_CLIENT);
    }
  }

  private static ClientView untilEnd(Http2Wire wire, int stream) {
    try {
      wire.readUntil(() -> wire.ended(stream));
    } catch (IOException broken) {
      return ClientView.untold(Work.CUT, Http1Wire.end(broken));
    }
    return untilEnd(wire, wire.whole(stream) ? Work.WHOLE : Work.CUT);
  }

  private static ClientView untilEnd(Http2Wire wire, Work work) {
    End end = End.FIN;
    try {
      wire.readUntil(() -> false);
    } catch (IOException broken) {
      end = Http1Wire.end(broken);
    }
    return new ClientView(wire.goaway() ? Notice.GOAWAY : Notice.NONE, work, end);
  }
}
