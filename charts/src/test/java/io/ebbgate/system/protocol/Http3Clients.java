package io.ebbgate.system.protocol;

import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.EnvoyBootstrap;
import io.ebbgate.core.testkit.RealEnvoy;
import io.ebbgate.system.protocol.ClientView.End;
import io.ebbgate.system.protocol.ClientView.Notice;
import io.ebbgate.system.protocol.ClientView.Work;
import java.net.Socket;

/** Clients that speak HTTP/3: another Envoy does, since the JDK can't yet. */
final class Http3Clients {
  private static final String CLUSTER = "cluster.gateway.";
  private static final int WARM_UP = 20;

  private Http3Clients() {}

  /** One request after the other until GOAWAY. */
  static ClientView busy(ClientSession session) throws Exception {
    try (RealEnvoy http3 = start(session);
        Http1Wire wire = new Http1Wire(socket(http3))) {
      for (int i = 0; i < WARM_UP; i++) {
        wire.ask("/");
      }
      wire.get("/after/3000");
      session.begin();
      wire.readShort();
      while (!goaway(http3)) {
        wire.ask("/");
      }
      return ClientView.closed(Notice.GOAWAY);
    }
  }

  /** One request, and then none any more. */
  static ClientView idle(ClientSession session) throws Exception {
    try (RealEnvoy http3 = start(session);
        Http1Wire wire = new Http1Wire(socket(http3))) {
      wire.ask("/");
      session.begin();
      return untilEnd(session, http3, Work.NONE);
    }
  }

  /** A response that has begun before the hook; afterwards the client keeps its connection. */
  static ClientView download(ClientSession session, int seconds) throws Exception {
    try (RealEnvoy http3 = start(session);
        Http1Wire wire = new Http1Wire(socket(http3))) {
      wire.get("/pieces/" + seconds * 1000);
      wire.readHead();
      session.begin();
      wire.readChunks();
      return untilEnd(session, http3, Work.WHOLE);
    }
  }

  /** A GOAWAY counts if it comes before Envoy's stop, which sends one too. */
  private static ClientView untilEnd(ClientSession session, RealEnvoy http3, Work work)
      throws InterruptedException {
    Await.until("the hook's answer, or GOAWAY", () -> session.answered() || goaway(http3));
    Notice notice = session.answered() ? Notice.NONE : Notice.GOAWAY;
    Await.until(
        "the connection ends", () -> Statistics.of(http3, CLUSTER + "upstream_cx_active") == 0);
    return new ClientView(notice, work, End.CONNECTION_CLOSE);
  }

  private static boolean goaway(RealEnvoy http3) {
    return Statistics.of(http3, CLUSTER + "upstream_cx_close_notify") > 0;
  }

  private static Socket socket(RealEnvoy http3) throws Exception {
    return new ClientSession(http3).connect();
  }

  private static RealEnvoy start(ClientSession session) {
    return RealEnvoy.start(
        EnvoyBootstrap.withAdmin("127.0.0.1", 0),
        "--config-yaml",
        GatewayListener.http3Client(session.gateway().getPort()));
  }
}
