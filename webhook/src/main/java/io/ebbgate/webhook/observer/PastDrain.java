package io.ebbgate.webhook.observer;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.termination.NoticeText;
import io.ebbgate.core.termination.PodIdentity;
import java.time.Instant;

/**
 * A departure that was told of, as its Event still says.
 *
 * @param at when it was seen
 * @param reason the Event's
 * @param note the Event's, and what it says
 */
public record PastDrain(PodIdentity pod, Instant at, String reason, String note, NoticeText said) {
  public PastDrain {
    requireNonNull(pod);
    requireNonNull(at);
    requireNonNull(reason);
    requireNonNull(note);
    requireNonNull(said);
  }
}
