package io.ebbgate.system.protocol;

import io.ebbgate.system.protocol.ClientView.End;
import io.ebbgate.system.protocol.ClientView.Work;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Clients with sessions: WebSockets, TCP connections, a database's among them. */
final class SessionClients {
  /**
   * Milliseconds, more than one step of any kernel's clock: of what happens within a step it does
   * not say whether the query or its answer came first.
   */
  private static final int UNHURRIED = 30;

  private SessionClients() {}

  /** Lines for this time, and an end by the backend. */
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
      query(wire, UNHURRIED);
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

  /** Messages and their answers for this time, and a close by the client. */
  static Client webSocket(int seconds) {
    return session -> {
      try (HttpClient client = HttpClient.newHttpClient()) {
        Conversation conversation = new Conversation(session, seconds);
        URI uri = URI.create("ws://127.0.0.1:" + session.gateway().getPort() + "/");
        WebSocket socket = client.newWebSocketBuilder().buildAsync(uri, conversation).join();
        ClientView view = conversation.view.get(60, TimeUnit.SECONDS);
        socket.abort();
        // To close waits until the JDK has let go of the connection, which it once did not in 10 s.
        client.shutdownNow();
        return view;
      }
    };
  }

  private static final class Conversation implements WebSocket.Listener {
    private final ClientSession session;
    private final int seconds;
    private final CompletableFuture<ClientView> view = new CompletableFuture<>();
    private long end;

    Conversation(ClientSession session, int seconds) {
      this.session = session;
      this.seconds = seconds;
    }

    @Override
    public void onOpen(WebSocket socket) {
      end = System.nanoTime() + seconds * 1_000_000_000L;
      var _ = socket.sendText("first", true);
      socket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      session.begin();
      var _ =
          System.nanoTime() - end < 0
              ? socket.sendText("next", true)
              : socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      view.complete(
          code == WebSocket.NORMAL_CLOSURE
              ? ClientView.untold(Work.WHOLE, End.BY_CLIENT)
              : ClientView.untold(Work.CUT, End.FIN));
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      view.complete(
          error instanceof IOException broken
              ? ClientView.untold(Work.CUT, Http1Wire.end(broken))
              : ClientView.untold(Work.CUT, End.RESET));
    }
  }
}
