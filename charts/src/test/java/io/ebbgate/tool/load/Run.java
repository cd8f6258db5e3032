package io.ebbgate.tool.load;

import io.ebbgate.core.lifecycle.Ticker;

/** One run of load, from its start to the end of what was in flight then. */
final class Run {
  private final LoadClient client;
  private final Ledger ledger;
  private volatile boolean running = true;

  private Run(LoadClient client, Ledger ledger) {
    this.client = client;
    this.ledger = ledger;
  }

  static Run start(RunRequest order, Ticker ticker) {
    Ledger ledger = new Ledger(order.keep());
    return new Run(LoadClient.start(order.plan(), order.gateway(), ticker, ledger), ledger);
  }

  boolean running() {
    return running;
  }

  Ledger ledger() {
    return ledger;
  }

  /** Returns when nothing is in flight any more. A second call waits for the first. */
  synchronized void stop() throws InterruptedException {
    if (running) {
      client.finish();
      running = false;
    }
  }
}
