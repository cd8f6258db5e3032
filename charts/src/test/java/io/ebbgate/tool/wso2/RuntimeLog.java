package io.ebbgate.tool.wso2;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a runtime's first process wrote of its end, with the times that its container's log has.
 *
 * @param entries in the order of the log
 */
public record RuntimeLog(List<Entry> entries) {
  private static final int NANOS = 9;

  /** What has to have ended before what, each with its beginning and its end. */
  private static final List<String> ORDER =
      List.of(
          "runtime terminating",
          "router stopping",
          "router stopped",
          "policy-engine stopping",
          "policy-engine stopped",
          "python-executor stopping",
          "python-executor stopped",
          "runtime terminated");

  /** One line. */
  public record Entry(Instant at, String what) {}

  public RuntimeLog {
    entries = List.copyOf(entries);
  }

  /** Reads the lines that begin with seconds since the epoch; Envoy's and others are left out. */
  public static RuntimeLog parse(String log) {
    List<Entry> entries = new ArrayList<>();
    for (String line : log.lines().toList()) {
      String[] parts = line.split(" ", 2);
      if (parts.length == 2 && parts[0].matches("\\d{1,10}\\.\\d{1,9}")) {
        BigDecimal nanos = new BigDecimal(parts[0]).movePointRight(NANOS);
        entries.add(new Entry(Instant.EPOCH.plusNanos(nanos.longValueExact()), parts[1]));
      }
    }
    return new RuntimeLog(entries);
  }

  /** When a line was written, the first that begins so. */
  public Optional<Instant> at(String what) {
    return entries.stream().filter(each -> each.what().startsWith(what)).map(Entry::at).findFirst();
  }

  /** The steps of the end that were written, in the order in which they have to come. */
  List<Entry> steps() {
    return ORDER.stream()
        .flatMap(step -> at(step).stream().map(at -> new Entry(at, step)))
        .toList();
  }

  /** Whether router, policy engine and executor ended one after the other, by the timestamps. */
  public boolean endedInOrder() {
    List<Instant> times = steps().stream().map(Entry::at).toList();
    return times.size() == ORDER.size() && times.equals(times.stream().sorted().toList());
  }

  /** How long the script waited before it ended the router. */
  public Duration drained() {
    return between("runtime terminating", "router stopping");
  }

  /** From SIGTERM to the router to the end of all. */
  public Duration stopped() {
    return between("router stopping", "runtime terminated");
  }

  private Duration between(String from, String to) {
    return at(from)
        .flatMap(begin -> at(to).map(end -> Duration.between(begin, end)))
        .orElseThrow(() -> new IllegalStateException("No " + from + " and " + to + " in " + this));
  }

  /** What the policy engine was still needed for when it was told to end, in its own words. */
  Optional<String> engine() {
    return entries.stream()
        .map(Entry::what)
        .filter(what -> what.startsWith("policy-engine answered"))
        .findFirst();
  }
}
