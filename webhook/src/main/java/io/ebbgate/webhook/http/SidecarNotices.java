package io.ebbgate.webhook.http;

import java.util.concurrent.CompletionStage;

/** Gets the notices that sidecars send to the plain port; any client may have sent one. */
@FunctionalInterface
public interface SidecarNotices {
  /** What became of a notice. */
  enum Result {
    /** What the sidecar has is published. */
    DONE(200),
    /** This replica knows no injected pod of that name. */
    UNKNOWN_POD(404),
    /** There was one of the same pod a moment ago, or there are too many. */
    TOO_MANY(429),
    /** The sidecar or the API server did not answer; a later notice may succeed. */
    FAILED(503);

    private final int status;

    Result(int status) {
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /** A sidecar of this pod has something new. */
  CompletionStage<Result> received(String namespace, String pod);
}
