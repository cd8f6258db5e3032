package io.ebbgate.tool.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.tool.kubelet.PodEvent.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * One pod as processes on loopback, from its start to its end, by the kubelet's rules. A second
 * deletion with a shorter grace changes nothing: the kubelet lets a running hook go on.
 */
public final class RunningPod implements AutoCloseable {
  /** In bytes; the kubelet reads no more. */
  private static final int LONGEST_MESSAGE = 4_096;

  private final PodSpec spec;
  private final PodSandbox sandbox;
  private final Ticker ticker;
  private final RandomGenerator random;
  private final PodEvents events;
  private final List<RunningContainer> containers;
  private final Lifetime lifetime;
  private final Readiness readiness;
  private final HookRunner hooks;
  private final PodWorker worker;

  private RunningPod(
      PodSpec spec, PodSandbox sandbox, Ticker ticker, RandomGenerator random, BackOff backOff) {
    this.spec = spec;
    this.sandbox = sandbox;
    this.ticker = ticker;
    this.random = random;
    events = new PodEvents(ticker);
    containers =
        spec.containers().stream()
            .map(each -> new RunningContainer(each, sandbox, events))
            .toList();
    readiness = new Readiness(spec, containers, events);
    hooks = new HookRunner(events, ticker);
    lifetime = new Lifetime(readiness::failed);
    worker = new PodWorker(spec, lifetime, readiness, hooks, ticker, backOff);
  }

  /**
   * Starts a pod; returns as soon as its first process is on its way.
   *
   * @param random for what has no order: which of two siblings is stopped first
   * @throws RefusedPodException if the pod has anything that can't be followed here
   */
  public static RunningPod start(
      JsonNode pod, PodSandbox sandbox, Ticker ticker, RandomGenerator random)
      throws RefusedPodException, IOException {
    return start(pod, sandbox, ticker, random, BackOff.KUBELET);
  }

  static RunningPod start(
      JsonNode pod, PodSandbox sandbox, Ticker ticker, RandomGenerator random, BackOff backOff)
      throws RefusedPodException, IOException {
    PodSpec spec = PodReader.read(pod, sandbox);
    Files.createDirectories(sandbox.folder().resolve("state"));
    RunningPod running = new RunningPod(spec, sandbox, ticker, random, backOff);
    var _ =
        running
            .readiness
            .first()
            .whenComplete((_, why) -> {
              if (why instanceof RefusedPodException) {
                running.close();
              }
            });
    running.lifetime.start(running::startContainers);
    return running;
  }

  /** In their order; each waits for the native sidecars before it. */
  private void startContainers() throws IOException, InterruptedException {
    for (RunningContainer each : containers) {
      worker.begin(each);
      if (each.spec().sidecar()) {
        lifetime.awaitUnlessDeleted(each.up());
      }
    }
  }

  public String name() {
    return spec.name();
  }

  public PodEvents events() {
    return events;
  }

  /** Whether the pod's readiness holds now; it may while the pod terminates. */
  public boolean ready() {
    return readiness.holds();
  }

  public boolean isGone() {
    return lifetime.gone().isDone();
  }

  /**
   * Waits until the pod was ready once.
   *
   * @throws IOException with the end of the logs, if it isn't within the limit
   * @throws RefusedPodException if it listens anywhere but on its own address
   */
  public void awaitReady(Duration limit)
      throws IOException, RefusedPodException, InterruptedException {
    try {
      readiness.first().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new IOException(name() + " is not ready after " + limit + ":\n" + logs(), late);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RefusedPodException sentence) {
        throw sentence;
      }
      throw new IOException(name() + " did not start:\n" + logs(), failed);
    }
  }

  /** Deletes the pod with its own grace. */
  public CompletableFuture<Void> delete() {
    return delete(spec.grace());
  }

  /** Deletes the pod; the future is completed when every process has ended. */
  public CompletableFuture<Void> delete(Duration grace) {
    if (lifetime.terminate()) {
      events.add(Kind.DELETED, "");
      lifetime.start(() -> terminate(grace));
    }
    return lifetime.gone();
  }

  /** The end of a container's termination message; empty where it wrote none. */
  public String terminationMessage(String container) throws IOException {
    Path file = sandbox.message(container);
    byte[] message = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    int from = Math.max(0, message.length - LONGEST_MESSAGE);
    return new String(message, from, message.length - from, StandardCharsets.UTF_8);
  }

  /** Kills every process. */
  @Override
  public void close() {
    var _ = lifetime.terminate();
    containers.forEach(RunningContainer::close);
    lifetime.interrupt();
    lifetime.gone().complete(null);
  }

  private void terminate(Duration grace) throws InterruptedException {
    worker.finish();
    try {
      new Termination(containers, hooks, ticker, grace).run(random);
    } finally {
      readiness.lost();
      events.add(Kind.GONE, "");
      lifetime.gone().complete(null);
    }
  }

  private String logs() throws IOException {
    StringBuilder text = new StringBuilder();
    for (RunningContainer each : containers) {
      Path log = sandbox.log(each.spec().name());
      String all = Files.exists(log) ? Files.readString(log) : "";
      text.append(each.spec().name()).append(": ");
      text.append(all.substring(Math.max(0, all.length() - 2000))).append('\n');
    }
    return text.toString();
  }
}
