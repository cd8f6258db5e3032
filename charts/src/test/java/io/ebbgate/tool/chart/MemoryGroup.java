package io.ebbgate.tool.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A memory control group, such as a container has, of version 1 or 2. There is none for a user who
 * may not create it.
 */
public final class MemoryGroup implements AutoCloseable {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Path folder;
  private final boolean second;

  private MemoryGroup(Path folder, boolean second) {
    this.folder = folder;
    this.second = second;
  }

  /**
   * Creates one; empty where this user may not.
   *
   * @param limit in bytes
   */
  public static Optional<MemoryGroup> create(long limit) {
    boolean second = Files.exists(ROOT.resolve("cgroup.controllers"));
    String name = "ebbgate-%d-%d".formatted(ProcessHandle.current().pid(), COUNT.getAndIncrement());
    Path folder = (second ? ROOT : ROOT.resolve("memory")).resolve(name);
    MemoryGroup group = new MemoryGroup(folder, second);
    try {
      Files.createDirectory(folder);
    } catch (IOException notAllowed) {
      return Optional.empty();
    }
    try {
      Files.writeString(
          folder.resolve(second ? "memory.max" : "memory.limit_in_bytes"), Long.toString(limit));
      return Optional.of(group);
    } catch (IOException noController) {
      group.close();
      return Optional.empty();
    }
  }

  /** A command line that runs this one in the group. */
  List<String> with(List<String> command) {
    String enter = "echo $$ > %s/cgroup.procs && exec \"$@\"".formatted(folder);
    List<String> all = new ArrayList<>(List.of("sh", "-c", enter, "sh"));
    all.addAll(command);
    return all;
  }

  /** How many processes the kernel ended because the limit was reached. */
  public long killed() throws IOException {
    Path events = folder.resolve(second ? "memory.events" : "memory.oom_control");
    return Files.readAllLines(events).stream()
        .filter(line -> line.startsWith("oom_kill "))
        .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
        .sum();
  }

  /** Removes it; its processes have to have ended. */
  @Override
  public void close() {
    for (int attempt = 0; attempt < 100 && Files.exists(folder); attempt++) {
      try {
        Files.delete(folder);
      } catch (IOException busy) {
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
