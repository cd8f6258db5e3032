package io.ebbgate.tool.demo;

import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.webhook.load.Balancer;
import io.ebbgate.webhook.load.Ledger;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Samples the pods four times a second during a run, and prints a line each second. Plain lines:
 * they read the same on a terminal and in a build's log.
 */
final class StatusLines {
  private static final Duration EVERY = Duration.ofMillis(250);
  private static final int SAMPLES_A_LINE = 4;

  private final Fleet fleet;
  private final Balancer balancer;
  private final Ledger ledger;
  private final Ticker ticker;
  private final PrintStream out;
  private final List<Sample> samples = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean over;

  StatusLines(Fleet fleet, Balancer balancer, Ledger ledger, Ticker ticker, PrintStream out) {
    this.fleet = fleet;
    this.balancer = balancer;
    this.ledger = ledger;
    this.ticker = ticker;
    this.out = out;
    this.thread = Thread.ofVirtual().name("status").start(this::sample);
  }

  /** Stops; all samples. */
  List<Sample> end() throws InterruptedException {
    over = true;
    thread.join();
    return List.copyOf(samples);
  }

  private void sample() {
    long start = ticker.nanos();
    long before = 0;
    try {
      for (int nth = 1; !over; nth++) {
        Thread.sleep(Duration.ofNanos(start + nth * EVERY.toNanos() - ticker.nanos()));
        List<Sample> now = samplePods();
        samples.addAll(now);
        if (nth % SAMPLES_A_LINE == 0) {
          long requests = ledger.requests();
          out.println(line(nth / SAMPLES_A_LINE, requests - before, ledger.failed(), now));
          before = requests;
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Sample> samplePods() throws InterruptedException {
    List<Sample> now = new ArrayList<>();
    for (DemoPod pod : fleet.pods()) {
      if (!pod.isGone()) {
        String phase = pod.phase();
        now.add(new Sample(ticker.nanos(), pod.name(), phase, balancer.connections(pod.name())));
      }
    }
    return now;
  }

  /** {@code 12 s 601/s 0 failed gateway-1 announcing 12 gateway-2 serving 35}. */
  static String line(long second, long rate, long failed, List<Sample> pods) {
    StringBuilder line =
        new StringBuilder(
            String.format(Locale.ROOT, "%5d s %5d/s %5d failed ", second, rate, failed));
    for (Sample pod : pods) {
      String text = pod.pod() + " " + pod.phase() + " " + pod.connections();
      line.append(String.format(Locale.ROOT, "  %-24s", text));
    }
    return line.toString().stripTrailing();
  }
}
