package io.ebbgate.webhook.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * Receives one body, of a bounded size and in bounded time. What is too large is read on and thrown
 * away for a while: answered at once, its sender would see a reset instead of the answer.
 */
final class BodyIntake {
  /** The API server sends at most 3 MiB of object, twice on an update. */
  static final long LIMIT = 7L << 20;

  private static final long THROWN_AWAY = 32L << 20;

  private final Promise<Body> promise = Promise.promise();
  private Buffer kept = Buffer.buffer();
  private long received;

  private BodyIntake() {}

  /** The body; never failed, and never done if the client goes away. */
  static Future<Body> receive(Vertx vertx, HttpServerRequest request, Duration within) {
    BodyIntake intake = new BodyIntake();
    long timer = vertx.setTimer(within.toMillis(), _ -> intake.end(Refusal.TOO_SLOW));
    request.handler(intake::chunk);
    request.endHandler(_ -> intake.whole());
    request.exceptionHandler(_ -> vertx.cancelTimer(timer));
    return intake.promise.future().onComplete(_ -> vertx.cancelTimer(timer));
  }

  private void chunk(Buffer chunk) {
    received += chunk.length();
    if (received <= LIMIT) {
      kept.appendBuffer(chunk);
    } else {
      kept = Buffer.buffer();
    }
    if (received > THROWN_AWAY) {
      end(Refusal.TOO_LARGE);
    }
  }

  private void whole() {
    if (received > LIMIT) {
      end(Refusal.TOO_LARGE);
    } else {
      promise.tryComplete(new Body.Whole(kept));
    }
  }

  private void end(Refusal refusal) {
    kept = Buffer.buffer();
    promise.tryComplete(new Body.Broken(refusal));
  }
}
