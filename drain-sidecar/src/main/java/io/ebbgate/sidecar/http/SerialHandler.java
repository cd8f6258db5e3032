package io.ebbgate.sidecar.http;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Passes requests on one at a time, since their answers take long to make, here or in Envoy, and no
 * token is asked for: so the hook waits for one of them at most. Where more than {@link #MOST}
 * wait, the next is refused.
 */
final class SerialHandler implements HttpServer.Handler {
  static final int MOST = 16;

  private final HttpServer.Handler handler;
  private final Runnable refused;
  private final ReentrantLock turn = new ReentrantLock(true);

  /** A handler in front of this one; {@code refused} runs for each request that is refused. */
  SerialHandler(HttpServer.Handler handler, Runnable refused) {
    this.handler = handler;
    this.refused = refused;
  }

  @Override
  public Response handle(Request request) throws InterruptedException {
    if (turn.getQueueLength() >= MOST) {
      refused.run();
      return Response.error(503, "Too many requests at once.");
    }
    turn.lockInterruptibly();
    try {
      return handler.handle(request);
    } finally {
      turn.unlock();
    }
  }
}
