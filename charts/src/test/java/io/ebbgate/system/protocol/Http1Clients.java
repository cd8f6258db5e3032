package io.ebbgate.system.protocol;

import io.ebbgate.system.protocol.ClientView.End;
import io.ebbgate.system.protocol.ClientView.Notice;
import io.ebbgate.system.protocol.ClientView.Work;
import java.io.IOException;
import java.net.Socket;

/** Clients that speak HTTP/1.1, server-sent events among them. */
final class Http1Clients {
  private static final int WARM_UP = 20;
  private static final int UPLOAD_PIECES = 30;

  private Http1Clients() {}

  /** How a client's connection is made. */
  @FunctionalInterface
  interface Connector {
    Socket connect(ClientSession session) throws IOException;
  }

  /** One request after the other until Envoy says that the connection ends. */
  static Client busy(Connector connector) {
    return session -> {
      try (Http1Wire wire = new Http1Wire(connector.connect(session))) {
        for (int i = 0; i < WARM_UP; i++) {
          wire.ask("/");
        }
        wire.get("/after/3000");
        session.begin();
        while (!wire.readShort()) {
          wire.get("/");
        }
        return ClientView.closed(Notice.CONNECTION_CLOSE);
      }
    };
  }

  /** One request, and then none any more. */
  static Client idle(Connector connector) {
    return session -> {
      try (Http1Wire wire = new Http1Wire(connector.connect(session))) {
        wire.ask("/");
        session.begin();
        return ClientView.untold(Work.NONE, wire.awaitEnd());
      }
    };
  }

  /** A request that is answered late; the client closes where it is told to, or else is idle. */
  static Client response(Connector connector, int seconds) {
    return session -> {
      try (Http1Wire wire = new Http1Wire(connector.connect(session))) {
        wire.ask("/");
        wire.get("/after/" + seconds * 1000);
        session.begin();
        return wire.readShort()
            ? ClientView.closed(Notice.CONNECTION_CLOSE)
            : ClientView.untold(Work.WHOLE, wire.awaitEnd());
      } catch (IOException broken) {
        return ClientView.untold(Work.CUT, Http1Wire.end(broken));
      }
    };
  }

  /** A request that is answered late; the client closes afterwards. */
  static Client lastResponse(Connector connector, int seconds) {
    return session -> {
      try (Http1Wire wire = new Http1Wire(connector.connect(session))) {
        wire.ask("/");
        wire.get("/after/" + seconds * 1000);
        session.begin();
        return wire.readShort()
            ? ClientView.closed(Notice.CONNECTION_CLOSE)
            : ClientView.untold(Work.WHOLE, End.BY_CLIENT);
      }
    };
  }

  /** A request of which half has been sent when the hook comes. */
  static ClientView upload(ClientSession session) throws Exception {
    try (Http1Wire wire = new Http1Wire(session.connect())) {
      wire.write(
          "POST / HTTP/1.1\r\nHost: gateway\r\nContent-Length: %d\r\n\r\n"
              .formatted(UPLOAD_PIECES * 2));
      wire.write("x".repeat(UPLOAD_PIECES));
      session.begin();
      for (int i = 0; i < UPLOAD_PIECES; i++) {
        Thread.sleep(Upstream.PAUSE);
        wire.write("x");
      }
      return wire.readShort()
          ? ClientView.closed(Notice.CONNECTION_CLOSE)
          : ClientView.untold(Work.WHOLE, wire.awaitEnd());
    }
  }

  /** A response that has begun before the hook; afterwards the client keeps its connection. */
  static Client download(int seconds) {
    return session -> {
      try (Http1Wire wire = new Http1Wire(session.connect())) {
        wire.get("/pieces/" + seconds * 1000);
        wire.readHead();
        session.begin();
        wire.readChunks();
        return ClientView.untold(Work.WHOLE, wire.awaitEnd());
      }
    };
  }

  /** Events; the client closes when there are no more. */
  static Client events(int seconds) {
    return session -> {
      try (Http1Wire wire = new Http1Wire(session.connect())) {
        wire.get("/pieces/" + seconds * 1000);
        wire.readHead();
        session.begin();
        wire.readChunks();
        return ClientView.untold(Work.WHOLE, End.BY_CLIENT);
      } catch (IOException broken) {
        return ClientView.untold(Work.CUT, Http1Wire.end(broken));
      }
    };
  }
}
