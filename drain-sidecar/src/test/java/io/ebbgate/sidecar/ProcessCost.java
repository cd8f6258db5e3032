package io.ebbgate.sidecar;

import io.ebbgate.core.testkit.ProcessMemory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process has taken so far, by proc(5): its memory, and its threads' time on a processor in
 * nanoseconds.
 *
 * @param cpu of all its threads that are left
 * @param cpuOfMain of the first thread, which in Envoy answers the admin interface
 */
record ProcessCost(ProcessMemory memory, long cpu, long cpuOfMain) {
  static final ProcessCost NONE = new ProcessCost(ProcessMemory.NONE, 0, 0);

  /** Of these processes and all that they started, together; those that have ended take nothing. */
  static ProcessCost of(ProcessHandle... roots) {
    ProcessCost sum = NONE;
    for (ProcessHandle root : roots) {
      for (ProcessHandle each : Stream.concat(Stream.of(root), root.descendants()).toList()) {
        try {
          sum = sum.plus(of(each.pid()));
        } catch (IOException ended) {
          // Between being listed and being read.
        }
      }
    }
    return sum;
  }

  private static ProcessCost of(long pid) throws IOException {
    Path tasks = Path.of("/proc", Long.toString(pid), "task");
    long cpu = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        cpu += cpu(thread);
      }
    }
    return new ProcessCost(ProcessMemory.of(pid), cpu, cpu(tasks.resolve(Long.toString(pid))));
  }

  private static long cpu(Path thread) throws IOException {
    return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", 2)[0]);
  }

  /** Both together. */
  ProcessCost plus(ProcessCost more) {
    return new ProcessCost(memory.plus(more.memory), cpu + more.cpu, cpuOfMain + more.cpuOfMain);
  }

  /** The greater of each. */
  ProcessCost most(ProcessCost other) {
    return new ProcessCost(
        memory.most(other.memory), Math.max(cpu, other.cpu), Math.max(cpuOfMain, other.cpuOfMain));
  }
}
