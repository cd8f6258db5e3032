package io.ebbgate.tool.rival;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory of processes, in bytes.
 *
 * @param resident all that is in memory, what other processes share included
 * @param anonymous the part of it that no file backs, so that no other process shares it
 */
record Memory(long resident, long anonymous) {
  static final Memory NONE = new Memory(0, 0);

  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
  private static final Pattern ANONYMOUS = Pattern.compile("(?m)^RssAnon:\\s+(\\d+) kB$");

  /** Reads {@code /proc/PID/status}; what is ending has none of the lines (proc(5)). */
  static Optional<Memory> parse(String status) {
    Matcher resident = RESIDENT.matcher(status);
    Matcher anonymous = ANONYMOUS.matcher(status);
    return resident.find() && anonymous.find()
        ? Optional.of(new Memory(kilobytes(resident), kilobytes(anonymous)))
        : Optional.empty();
  }

  private static long kilobytes(Matcher line) {
    return Long.parseLong(line.group(1)) * 1024;
  }

  Memory plus(Memory other) {
    return new Memory(resident + other.resident, anonymous + other.anonymous);
  }

  /** The greater of each. */
  Memory most(Memory other) {
    return new Memory(Math.max(resident, other.resident), Math.max(anonymous, other.anonymous));
  }
}
