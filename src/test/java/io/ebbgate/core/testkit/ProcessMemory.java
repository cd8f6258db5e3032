package io.ebbgate.core.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory of processes, in bytes.
 *
 * @param resident all that is in memory, what other processes share included
 * @param anonymous the part of it that no file backs, so that no other process shares it
 */
public record ProcessMemory(long resident, long anonymous) {
  public static final ProcessMemory NONE = new ProcessMemory(0, 0);

  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
  private static final Pattern ANONYMOUS = Pattern.compile("(?m)^RssAnon:\\s+(\\d+) kB$");

  /** Reads {@code /proc/PID/status}; what is ending has none of the lines (proc(5)). */
  public static Optional<ProcessMemory> parse(String status) {
    Matcher resident = RESIDENT.matcher(status);
    Matcher anonymous = ANONYMOUS.matcher(status);
    return resident.find() && anonymous.find()
        ? Optional.of(new ProcessMemory(kilobytes(resident), kilobytes(anonymous)))
        : Optional.empty();
  }

  /**
   * Of this process.
   *
   * @throws IOException where it has ended
   */
  public static ProcessMemory of(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    return parse(Files.readString(status))
        .orElseThrow(() -> new IOException(status + " is of a process that has ended"));
  }

  private static long kilobytes(Matcher line) {
    return Long.parseLong(line.group(1)) * 1024;
  }

  /** Both together. */
  public ProcessMemory plus(ProcessMemory other) {
    return new ProcessMemory(resident + other.resident, anonymous + other.anonymous);
  }

  /** The greater of each. */
  public ProcessMemory most(ProcessMemory other) {
    return new ProcessMemory(
        Math.max(resident, other.resident), Math.max(anonymous, other.anonymous));
  }
}
