package io.ebbgate.webhook.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * Receives one body, of a bounded size and in bounded time. A body that is too large is read on and
 * discarded for a while: answered at once, its sender would see a reset instead of the response.
 * Confined to one event loop until the body is complete.
 */
final class BodyReceiver {
  /** The API server sends at most 3 MiB of object, twice on an update. */
  static final long LIMIT = 7L << 20;

  private static final long DISCARD_LIMIT = 32L << 20;

  /** The result of receiving a request's body. */
  sealed interface RequestBody {
    /** The whole body. */
    record Complete(ReceivedBody body) implements RequestBody {}

    /** Not received in full. */
    record Rejected(RejectReason refusal) implements RequestBody {}
  }

  private final Promise<RequestBody> promise = Promise.promise();
  private final BodyMemory room;
  private final ReceivedBody bytes;
  private RejectReason refusal = RejectReason.NO_ROOM;
  private boolean refused;
  private long received;
  private long taken;

  private BodyReceiver(BodyMemory room) {
    this.room = room;
    bytes = new ReceivedBody(room);
  }

  /** Begins; {@link #release()} has to be called when the body is no longer needed. */
  static BodyReceiver begin(
      Vertx vertx, HttpServerRequest request, Duration within, BodyMemory room) {
    BodyReceiver intake = new BodyReceiver(room);
    long timer = vertx.setTimer(within.toMillis(), _ -> intake.end(RejectReason.TOO_SLOW));
    request.handler(intake::chunk);
    request.endHandler(_ -> intake.whole());
    request.exceptionHandler(_ -> {
      vertx.cancelTimer(timer);
      intake.gone();
    });
    var _ = intake.promise.future().onComplete(_ -> vertx.cancelTimer(timer));
    return intake;
  }

  /** The body; never failed, and never done if the client goes away. */
  Future<RequestBody> body() {
    return promise.future();
  }

  /** Releases the memory that the body took; no thread may read it any more. */
  synchronized void release() {
    bytes.clear();
    room.giveBack(taken);
    taken = 0;
  }

  private void chunk(Buffer chunk) {
    received += chunk.length();
    if (received > LIMIT) {
      refuse(RejectReason.TOO_LARGE);
    } else if (!refused && !fits()) {
      refuse(RejectReason.NO_ROOM);
    }
    if (!refused) {
      bytes.append(chunk);
    }
    if (received > DISCARD_LIMIT) {
      end(refusal);
    }
  }

  private synchronized boolean fits() {
    long needed = Math.max(0, received - BodyMemory.FREE) - taken;
    boolean fits = needed <= 0 || room.take(needed);
    if (fits) {
      taken += Math.max(0, needed);
    }
    return fits;
  }

  private void refuse(RejectReason why) {
    refusal = why;
    refused = true;
    release();
  }

  /** The client is; a body that it sent whole may be read now, and is released afterwards. */
  private void gone() {
    if (!promise.future().isComplete()) {
      refuse(refusal);
    }
  }

  private void whole() {
    if (refused) {
      end(refusal);
    } else {
      promise.tryComplete(new RequestBody.Complete(bytes));
    }
  }

  private void end(RejectReason why) {
    refuse(why);
    promise.tryComplete(new RequestBody.Rejected(why));
  }
}
