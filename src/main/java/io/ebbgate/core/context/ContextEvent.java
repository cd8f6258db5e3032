package io.ebbgate.core.context;

import io.ebbgate.core.drain.EnvoyFacts.Strategy;
import io.ebbgate.core.drain.Reading;

/** Something that changes drain contexts, and when on the monotonic clock. */
public sealed interface ContextEvent {
  /** Nanoseconds of the ticker. */
  long at();

  /** Envoy answered a poll, or not. */
  record Polled(long at, Reading reading) implements ContextEvent {}

  /** The listeners were read by a config dump. */
  record Listed(ListenerInventory inventory) implements ContextEvent {
    @Override
    public long at() {
      return inventory.at();
    }
  }

  /** A drain of the whole gateway began. */
  record DrainBegan(long at, Scenario scenario, Strategy pace) implements ContextEvent {}

  /** It stops listening, and what is left will be cut. */
  record DrainClosing(long at) implements ContextEvent {}

  /** It was canceled, and the gateway serves again. */
  record DrainCanceled(long at) implements ContextEvent {}

  /** It is over, so that the gateway will be stopped. */
  record DrainEnded(long at) implements ContextEvent {}

  /** The Envoy process is gone, or another one has come. */
  record EnvoyGone(long at) implements ContextEvent {}
}
