package io.ebbgate.core.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A control group that limits processes, such as a container has, of version 1 or 2. A user who may
 * not create one gets one without limits.
 */
public final class ControlGroup implements AutoCloseable {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  private final Optional<Path> folder;
  private final boolean second;

  private ControlGroup(String controller) {
    second = Files.exists(ROOT.resolve("cgroup.controllers"));
    folder = create(second ? ROOT : ROOT.resolve(controller));
  }

  private static Optional<Path> create(Path parent) {
    Path group = parent.resolve("ebbgate-test-" + ProcessHandle.current().pid());
    try {
      return Optional.of(Files.createDirectory(group));
    } catch (IOException notAllowed) {
      return Optional.empty();
    }
  }

  /** A process that may start no more threads than it has. */
  public static ControlGroup withoutMoreThreads(long process) throws IOException {
    ControlGroup group = new ControlGroup("pids");
    group.write("cgroup.procs", Long.toString(process));
    group.write("pids.max", "1");
    return group;
  }

  /** A process that gets a tenth of a processor. */
  public static ControlGroup withATenthOfAProcessor(long process) throws IOException {
    ControlGroup group = new ControlGroup("cpu");
    if (group.second) {
      group.write("cpu.max", "10000 100000");
    } else {
      group.write("cpu.cfs_period_us", "100000");
      group.write("cpu.cfs_quota_us", "10000");
    }
    group.write("cgroup.procs", Long.toString(process));
    return group;
  }

  private void write(String file, String text) throws IOException {
    if (folder.isPresent()) {
      Files.writeString(folder.get().resolve(file), text);
    }
  }

  /** Ends its processes and removes it. */
  @Override
  public void close() throws IOException {
    if (folder.isEmpty()) {
      return;
    }
    Path processes = folder.get().resolve("cgroup.procs");
    for (List<String> left = Files.readAllLines(processes);
        !left.isEmpty();
        left = Files.readAllLines(processes)) {
      for (String each : left) {
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(each));
        process.ifPresent(ProcessHandle::destroyForcibly);
        process.ifPresent(handle -> handle.onExit().join());
      }
    }
    Files.delete(folder.get());
  }
}
