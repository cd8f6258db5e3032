package io.ebbgate.webhook.status;

import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.status.Answer.Said;
import io.ebbgate.webhook.status.Answer.Silence;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers the facts, again and again. */
public final class Look implements AutoCloseable {
  /** All who answer at all have answered by then. */
  private static final Duration WHOLE = ControlForward.LIMIT.plusMillis(500);

  /** A picture that is drawn every second can't wait longer. */
  private static final Duration QUICK = Duration.ofMillis(800);

  /** An API server reads all Events of a namespace to find ours. */
  private static final Duration EVENTS_AGAIN = Duration.ofSeconds(3);

  private final Cluster cluster;
  private final Scope scope;
  private final InstantSource clock;
  private final Ticker ticker;
  private final ControlForward control;
  private final Inquiry inquiry;
  private Optional<List<PastDrain>> past = Optional.empty();
  private Optional<String> trouble = Optional.empty();
  private boolean first = true;
  private long nextEvents;

  /** Looks at a cluster, which is not closed with it. */
  public Look(Cluster cluster, Scope scope, InstantSource clock, Ticker ticker) {
    this.cluster = cluster;
    this.scope = scope;
    this.clock = clock;
    this.ticker = ticker;
    this.control = new ControlForward(cluster);
    this.inquiry = new Inquiry(control::ask, ticker);
    this.nextEvents = ticker.nanos();
  }

  /**
   * What is to be seen now.
   *
   * @throws ClusterException where the API server does not answer
   * @throws ForbiddenException for a right without which there is nothing to see
   */
  public Facts now() throws ClusterException, ForbiddenException, InterruptedException {
    List<GatewayPod> pods = GatewayPods.in(cluster, scope);
    Map<String, Answer> answers = inquiry.ask(pods, first ? WHOLE : QUICK);
    first = false;
    demandForwards(answers);
    readPast();
    return new Facts(clock.instant(), pods, answers, past, trouble);
  }

  /** One pod that answers shows that ports may be forwarded, if not everywhere. */
  private void demandForwards(Map<String, Answer> answers) throws ForbiddenException {
    boolean heard = answers.values().stream().anyMatch(Said.class::isInstance);
    if (!heard && answers.containsValue(Answer.silent(Silence.FORBIDDEN))) {
      throw new ForbiddenException(
          "You may not get and create pods/portforward%s, which is how gateways are asked."
              .formatted(scope.where()));
    }
  }

  /** A right that is missing stays missing for as long as this is. */
  private void readPast() throws ClusterException {
    if (trouble.isPresent() || ticker.nanos() - nextEvents < 0) {
      return;
    }
    nextEvents = ticker.nanos() + EVENTS_AGAIN.toNanos();
    try {
      past =
          Optional.of(
              PastDrain.list(cluster, scope.namespace()).stream()
                  .filter(drain -> scope.has(drain.pod()))
                  .toList());
    } catch (ForbiddenException refused) {
      trouble =
          Optional.of(refused.getMessage() + " The verdicts of pods that are gone are not shown.");
    }
  }

  @Override
  public void close() {
    inquiry.close();
    control.close();
  }
}
