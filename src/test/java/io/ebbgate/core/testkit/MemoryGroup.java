package io.ebbgate.core.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A memory control group that a program is started in, such as a container's, of version 1 or 2. A
 * user who may not create one gets one without a limit.
 */
public final class MemoryGroup implements AutoCloseable {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Optional<Path> folder;
  private final boolean second;

  private MemoryGroup(Optional<Path> folder, boolean second) {
    this.folder = folder;
    this.second = second;
  }

  /**
   * Creates one.
   *
   * @param bytes that its processes may take together
   */
  public static MemoryGroup limitedTo(long bytes) {
    boolean second = Files.exists(ROOT.resolve("cgroup.controllers"));
    String name = "ebbgate-%d-%d".formatted(ProcessHandle.current().pid(), COUNT.getAndIncrement());
    Path folder = (second ? ROOT : ROOT.resolve("memory")).resolve(name);
    MemoryGroup group = new MemoryGroup(Optional.of(folder), second);
    try {
      Files.createDirectory(folder);
    } catch (IOException notAllowed) {
      return new MemoryGroup(Optional.empty(), second);
    }
    try {
      Files.writeString(
          folder.resolve(second ? "memory.max" : "memory.limit_in_bytes"), Long.toString(bytes));
      return group;
    } catch (IOException noController) {
      group.close();
      return new MemoryGroup(Optional.empty(), second);
    }
  }

  /** A command line that runs this one in the group. */
  public List<String> with(List<String> command) {
    List<String> all = new ArrayList<>();
    folder.ifPresent(each -> {
      String enter = "echo $$ > %s/cgroup.procs && exec \"$@\"".formatted(each);
      all.addAll(List.of("sh", "-c", enter, "sh"));
    });
    all.addAll(command);
    return all;
  }

  /** How many processes the kernel ended because the limit was reached. */
  public long killed() throws IOException {
    if (folder.isEmpty()) {
      return 0;
    }
    Path events = folder.get().resolve(second ? "memory.events" : "memory.oom_control");
    return Files.readAllLines(events).stream()
        .filter(line -> line.startsWith("oom_kill "))
        .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
        .sum();
  }

  /** Removes it; its processes have to have ended. */
  @Override
  public void close() {
    folder.ifPresent(MemoryGroup::remove);
  }

  private static void remove(Path folder) {
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
