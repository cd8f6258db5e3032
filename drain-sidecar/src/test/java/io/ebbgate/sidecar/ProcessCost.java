package io.ebbgate.sidecar;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process has taken so far, by proc(5): its memory in bytes and its threads' time on a
 * processor in nanoseconds.
 *
 * @param resident all of it that is in memory, what other processes share included
 * @param anonymous the part that no file backs, so that no other process shares it
 * @param cpu of all its threads that are left
 * @param cpuOfMain of the first thread, which in Envoy answers the admin interface
 */
record ProcessCost(long resident, long anonymous, long cpu, long cpuOfMain) {
  static final ProcessCost NONE = new ProcessCost(0, 0, 0, 0);

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
    Path process = Path.of("/proc", Long.toString(pid));
    String status = Files.readString(process.resolve("status"));
    long cpu = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(process.resolve("task"))) {
      for (Path thread : threads) {
        cpu += cpu(thread);
      }
    }
    return new ProcessCost(
        bytes(status, "VmRSS:"),
        bytes(status, "RssAnon:"),
        cpu,
        cpu(process.resolve("task").resolve(Long.toString(pid))));
  }

  private static long cpu(Path thread) throws IOException {
    return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", 2)[0]);
  }

  private static long bytes(String status, String name) throws IOException {
    return status
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length(), line.length() - " kB".length()).strip())
        .map(kilobytes -> Long.parseLong(kilobytes) * 1024)
        .findFirst()
        .orElseThrow(() -> new IOException("the process has ended"));
  }

  /** Both together. */
  ProcessCost plus(ProcessCost more) {
    return new ProcessCost(
        resident + more.resident,
        anonymous + more.anonymous,
        cpu + more.cpu,
        cpuOfMain + more.cpuOfMain);
  }

  /** The greater of each. */
  ProcessCost most(ProcessCost other) {
    return new ProcessCost(
        Math.max(resident, other.resident),
        Math.max(anonymous, other.anonymous),
        Math.max(cpu, other.cpu),
        Math.max(cpuOfMain, other.cpuOfMain));
  }
}
