package io.ebbgate.tool.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * CPU control groups as a kubelet makes them: one for all pods, with a share for each processor,
 * and below it one a pod, with the shares of its request. Version 1 alone: in version 2 a process
 * is in one group for all its resources. There are none for a user who may not create them.
 */
public final class PodShares implements AutoCloseable {
  private static final Path ROOT = Path.of("/sys/fs/cgroup/cpu");
  private static final String SHARES = "cpu.shares";
  private static final long SHARES_OF_A_CPU = 1_024;
  private static final long LEAST = 2;
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Deque<Path> folders = new ConcurrentLinkedDeque<>();
  private final Path pods;

  private PodShares(Path pods) {
    this.pods = pods;
  }

  /** Creates the group of all pods. */
  static Optional<PodShares> create() {
    String name = "pods-%d-%d".formatted(ProcessHandle.current().pid(), COUNT.getAndIncrement());
    PodShares shares = new PodShares(ROOT.resolve(name));
    try {
      shares.create(shares.pods, SHARES_OF_A_CPU * Runtime.getRuntime().availableProcessors());
      return Optional.of(shares);
    } catch (IOException notAllowed) {
      shares.close();
      return Optional.empty();
    }
  }

  private void create(Path folder, long shares) throws IOException {
    Files.createDirectory(folder);
    folders.push(folder);
    Files.writeString(folder.resolve(SHARES), Long.toString(shares));
  }

  /**
   * A command line that runs this one as a pod.
   *
   * @param request thousandths of a processor
   */
  public List<String> with(long request, List<String> command) throws IOException {
    Path folder = pods.resolve("pod-" + COUNT.getAndIncrement());
    create(folder, Math.max(LEAST, request * SHARES_OF_A_CPU / 1_000));
    List<String> all = new ArrayList<>(MemoryGroup.enter(folder));
    all.addAll(command);
    return all;
  }

  /** Removes them; their processes have to have ended. */
  @Override
  public void close() {
    folders.forEach(MemoryGroup::remove);
    folders.clear();
  }
}
