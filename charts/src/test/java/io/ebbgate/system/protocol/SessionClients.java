package io.ebbgate.system.protocol;

import io.ebbgate.system.protocol.ClientView.End;
import io.ebbgate.system.protocol.ClientView.Work;
import java.io.IOException;

/** Clients with sessions: WebSockets, TCP connections, a database's among them. */
final class SessionClients {
  private static final String UPGRADE =
      """
      GET / HTTP/1.1
      Host: gateway
      Connection: Upgrade
      Upgrade: websocket
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

      """
          .replace("\n", "\r\n");

  /** The first bytes of whole messages. */
  private static final String TEXT = "\u0081";

  private static final String CLOSE = "\u0088";

  /** The code of a normal close, 1000. */
  private static final String NORMAL = "\u0003\u00e8";

  private SessionClients() {}

  /** Lines that come for so long, and an end by the backend. */
  static Client download(int seconds) {
    return session -> {
      try (Http1Wire wire = new Http1Wire(session.connect())) {
        wire.write("pieces " + seconds * 1000 + "\n");
        wire.line();
        session.begin();
        boolean done = false;
        while (!done) {
          done = wire.line().equals("done");
        }
        return ClientView.untold(
            Work.WHOLE, wire.awaitEnd() == End.FIN ? End.BY_BACKEND : End.RESET);
      } catch (IOException broken) {
        return ClientView.untold(Work.CUT, Http1Wire.end(broken));
      }
    };
  }

  /** A query that has been answered, and no other. */
  static ClientView idle(ClientSession session) throws Exception {
    try (Http1Wire wire = new Http1Wire(session.connect())) {
      query(wire, 1);
      session.begin();
      return ClientView.untold(Work.NONE, wire.awaitEnd());
    }
  }

  /** A query that takes so long; the client closes when it is answered. */
  static Client query(int seconds) {
    return session -> {
      try (Http1Wire wire = new Http1Wire(session.connect())) {
        query(wire, 1);
        wire.write("after " + seconds * 1000 + "\n");
        session.begin();
        wire.line();
        return ClientView.untold(Work.WHOLE, End.BY_CLIENT);
      }
    };
  }

  /** One query after the other, for ever, each of which takes so long. */
  static Client queries(int millis) {
    return session -> {
      try (Http1Wire wire = new Http1Wire(session.connect())) {
        query(wire, 1);
        session.begin();
        while (true) {
          query(wire, millis);
        }
      } catch (IOException broken) {
        return ClientView.untold(Work.CUT, Http1Wire.end(broken));
      }
    };
  }

  private static void query(Http1Wire wire, int millis) throws IOException {
    wire.write("after " + millis + "\n");
    wire.line();
  }

  /**
   * Messages and their answers for so long, and a close by the client (RFC 6455). The JDK's client
   * says nothing of an end that comes while it sends.
   */
  static Client webSocket(int seconds) {
    return session -> {
      try (Http1Wire wire = new Http1Wire(session.connect())) {
        wire.write(UPGRADE);
        while (!wire.line().isEmpty()) {
          // The head of the response.
        }
        message(wire, TEXT);
        session.begin();
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() - end < 0) {
          message(wire, TEXT);
        }
        message(wire, CLOSE);
        return ClientView.untold(Work.WHOLE, End.BY_CLIENT);
      } catch (IOException broken) {
        return ClientView.untold(Work.CUT, Http1Wire.end(broken));
      }
    };
  }

  /** Sends a frame with two bytes, masked with zeros, and reads the same from the server. */
  private static void message(Http1Wire wire, String head) throws IOException {
    String payload = head.equals(CLOSE) ? NORMAL : "hi";
    wire.write(head + "\u0082\0\0\0\0" + payload);
    wire.expect(head + "\u0002" + payload);
  }
}
