package io.ebbgate.system.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.system.pod.PodEvent.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * One pod as processes on loopback, from its start to its end, by the kubelet's rules. There is no
 * second delete with a shorter grace to model: the kubelet lets a running hook go on, so a second
 * call changes nothing.
 */
public final class RunningPod implements AutoCloseable {
  private final PodSpec spec;
  private final PodPlace place;
  private final Ticker ticker;
  private final RandomGenerator random;
  private final PodEvents events;
  private final List<RunningContainer> containers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  /** Held while a probe restarts a container: a deletion waits for that to end, as tried. */
  private final ReentrantLock restarting = new ReentrantLock();

  // Mutable state
  private volatile boolean terminating;
  private volatile boolean ready;

  private RunningPod(PodSpec spec, PodPlace place, Ticker ticker, RandomGenerator random) {
    this.spec = spec;
    this.place = place;
    this.ticker = ticker;
    this.random = random;
    this.events = new PodEvents(ticker);
    spec.containers().forEach(each -> containers.add(new RunningContainer(each, place, events)));
  }

  /**
   * Starts a pod; returns as soon as its first process is on its way.
   *
   * @param random for what has no order: which of two siblings is stopped first
   * @throws RefusedPodException if the pod has anything that can't be followed here
   */
  public static RunningPod start(
      JsonNode pod, PodPlace place, Ticker ticker, RandomGenerator random)
      throws RefusedPodException, IOException {
    PodSpec spec = PodReader.read(pod, place);
    Files.createDirectories(place.folder().resolve("state"));
    RunningPod running = new RunningPod(spec, place, ticker, random);
    running.background(running::startAll);
    return running;
  }

  public String name() {
    return spec.name();
  }

  public PodEvents events() {
    return events;
  }

  /** Whether the pod's readiness holds now; it may while the pod terminates. */
  public boolean ready() {
    return ready;
  }

  public boolean isGone() {
    return gone.isDone();
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
      firstReady.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new IOException(name() + " is not ready after " + limit + ":\n" + logs(), late);
    } catch (ExecutionException refused) {
      if (refused.getCause() instanceof RefusedPodException sentence) {
        throw sentence;
      }
      throw new IOException(name() + " did not start:\n" + logs(), refused);
    }
  }

  /** Deletes the pod with its own grace. */
  public CompletableFuture<Void> delete() {
    return delete(spec.grace());
  }

  /** Deletes the pod; the future ends when every process is gone. */
  public synchronized CompletableFuture<Void> delete(Duration grace) {
    if (!terminating) {
      terminating = true;
      events.add(Kind.DELETED, "");
      background(() -> terminate(grace));
    }
    return gone;
  }

  /** What a container left as its termination message; empty where it left none. */
  public String terminationMessage(String container) throws IOException {
    Path message = place.message(container);
    return Files.exists(message) ? Files.readString(message) : "";
  }

  /** Kills whatever still runs. */
  @Override
  public void close() {
    terminating = true;
    containers.forEach(RunningContainer::kill);
    synchronized (threads) {
      threads.forEach(Thread::interrupt);
    }
    gone.complete(null);
  }

  private void terminate(Duration grace) throws InterruptedException {
    restarting.lock();
    try {
      HookCall hooks = new HookCall(events, ticker);
      new Termination(containers, hooks, ticker, grace).run(random);
    } finally {
      restarting.unlock();
      unready();
      events.add(Kind.GONE, "");
      gone.complete(null);
    }
  }

  private void startAll() throws IOException, InterruptedException {
    try {
      for (RunningContainer each : containers) {
        each.start();
        Optional<Probe> startup = each.spec().startup();
        while (startup.isPresent() && !terminating && !new Prober(startup.get(), true).once()) {
          Thread.sleep(startup.get().period());
        }
      }
      containers.forEach(this::probe);
    } catch (IOException failed) {
      firstReady.completeExceptionally(failed);
      throw failed;
    }
  }

  private void probe(RunningContainer container) {
    container.ready(container.spec().readiness().isEmpty());
    container
        .spec()
        .readiness()
        .ifPresent(probe ->
            background(() ->
                new Prober(probe, true)
                    .run(() -> !isGone(), success -> readiness(container, success))));
    container
        .spec()
        .liveness()
        .ifPresent(probe ->
            background(() ->
                new Prober(probe, false)
                    .run(() -> !terminating, success -> liveness(container, success))));
    update();
    background(() -> watch(container));
  }

  private void readiness(RunningContainer container, boolean success) {
    container.ready(success);
    update();
  }

  private synchronized void update() {
    boolean now = containers.stream().allMatch(RunningContainer::ready);
    if (now && !ready) {
      ready = true;
      events.add(Kind.READY, "");
      check();
    } else if (!now) {
      unready();
    }
  }

  private synchronized void unready() {
    if (ready) {
      ready = false;
      events.add(Kind.UNREADY, "");
    }
  }

  private void check() {
    List<ProcessHandle> processes =
        containers.stream().flatMap(RunningContainer::processes).toList();
    try {
      Optional<String> elsewhere = Bindings.elsewhere(processes, spec.address());
      if (elsewhere.isEmpty()) {
        firstReady.complete(null);
        return;
      }
      String sentence =
          "%s listens on %s; on this machine a pod may listen on its own address %s only."
              .formatted(name(), elsewhere.get(), spec.address().getHostAddress());
      firstReady.completeExceptionally(new RefusedPodException(sentence));
      close();
    } catch (IOException unreadable) {
      firstReady.completeExceptionally(unreadable);
    }
  }

  /** A probe's restart: the container's own hook, then the stop signal, then a new process. */
  private void liveness(RunningContainer container, boolean success) throws InterruptedException {
    if (success || terminating) {
      return;
    }
    restarting.lock();
    try {
      events.add(Kind.UNHEALTHY, container.spec().name());
      Duration grace = container.spec().liveness().flatMap(Probe::grace).orElse(spec.grace());
      Duration used = new HookCall(events, ticker).run(container.spec(), grace);
      Duration left = grace.minus(used);
      container.stop(left.compareTo(Termination.FLOOR) < 0 ? Termination.FLOOR : left);
      container.start();
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    } finally {
      restarting.unlock();
    }
  }

  /** A container that ends by itself is started again, but not while the pod terminates. */
  private void watch(RunningContainer container) throws IOException, InterruptedException {
    for (int restarts = 0; !terminating; Thread.sleep(RESTART_LOOK)) {
      if (!container.running() && restarting.tryLock()) {
        try {
          update();
          Thread.sleep(backOff(restarts));
          if (!terminating && !container.running()) {
            container.start();
            restarts++;
            update();
          }
        } finally {
          restarting.unlock();
        }
      }
    }
  }

  private static final Duration RESTART_LOOK = Duration.ofMillis(20);

  /** At once, then after 10, 20, 40 seconds and so on, five minutes at most. */
  private static Duration backOff(int restarts) {
    return restarts == 0
        ? Duration.ZERO
        : Duration.ofSeconds(Math.min(300, 10L << Math.min(restarts - 1, 5)));
  }

  private String logs() throws IOException {
    StringBuilder text = new StringBuilder();
    for (RunningContainer each : containers) {
      Path log = place.log(each.spec().name());
      String all = Files.exists(log) ? Files.readString(log) : "";
      text.append(each.spec().name()).append(": ");
      text.append(all.substring(Math.max(0, all.length() - 2000))).append('\n');
    }
    return text.toString();
  }

  /** Work of the pod's own; it ends with the pod. */
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private void background(Work work) {
    Thread thread =
        Thread.ofVirtual()
            .unstarted(() -> {
              try {
                work.run();
              } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
              } catch (IOException failed) {
                firstReady.completeExceptionally(failed);
              }
            });
    synchronized (threads) {
      threads.add(thread);
    }
    thread.start();
  }
}
