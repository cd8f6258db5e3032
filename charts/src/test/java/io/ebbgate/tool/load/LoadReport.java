package io.ebbgate.tool.load;

import io.ebbgate.tool.load.ReportLines.Row;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a client in a pod saw, and its text: a header, a line for each exchange, and at the end what
 * was counted, so that a text that was cut anywhere is none. Times in the text are microseconds.
 *
 * @param requests those that ended; more than the exchanges where only failures were kept
 * @param latency of quick requests
 * @param exchanges with times in nanoseconds since the epoch
 * @param partings one count for each
 */
public record LoadReport(
    long requests, Latency latency, List<Exchange> exchanges, Map<CleanClose, Long> partings) {
  private static final String HEADER = "kind,pod,intended,sent,done,ending";

  /** Microseconds of which nanoseconds can be told, until the year 2255. */
  private static final String TIME = "([0-8]?\\d{1,15})";

  private static final Pattern EXCHANGE =
      Pattern.compile("(\\w+),(.*)," + TIME + "," + TIME + "," + TIME + ",(\\w+)");
  private static final Pattern REQUESTS = Pattern.compile("#requests,(\\d+),(\\d+)");
  private static final Pattern LATENCY = Pattern.compile("#latency,(\\d+)," + TIME + "," + TIME);
  private static final Pattern PARTING = Pattern.compile("#parting,(\\w+),(\\d+)");
  private static final long MICRO = 1_000;

  public LoadReport {
    exchanges = List.copyOf(exchanges);
    Map<CleanClose, Long> counts = new EnumMap<>(CleanClose.class);
    for (CleanClose parting : CleanClose.values()) {
      counts.put(parting, partings.getOrDefault(parting, 0L));
    }
    partings = Collections.unmodifiableMap(counts);
  }

  static LoadReport of(Ledger ledger) {
    Map<CleanClose, Long> partings = new EnumMap<>(CleanClose.class);
    for (CleanClose parting : CleanClose.values()) {
      partings.put(parting, ledger.cleanCloses(parting));
    }
    return new LoadReport(ledger.requests(), ledger.latency(), ledger.exchanges(), partings);
  }

  /** Writes its text. */
  void write(Appendable out) throws IOException {
    line(out, HEADER);
    for (Exchange each : exchanges) {
      line(
          out,
          each.kind().wireName(),
          each.pod(),
          each.intended() / MICRO,
          each.sent() / MICRO,
          each.done() / MICRO,
          each.ending().wireName());
    }
    line(out, "#requests", requests, exchanges.size());
    line(out, "#latency", latency.count(), micros(latency.p50()), micros(latency.p99()));
    for (Map.Entry<CleanClose, Long> each : partings.entrySet()) {
      line(out, "#parting", each.getKey().wireName(), each.getValue());
    }
  }

  /**
   * Reads such a text.
   *
   * @throws IOException for any other, and for a part of one; it says the line and what is allowed
   */
  public static LoadReport parse(String text) throws IOException {
    ReportLines lines = new ReportLines(text);
    var _ = lines.next(Pattern.compile(HEADER), HEADER);
    List<Exchange> exchanges = new ArrayList<>();
    while (!lines.ahead("#")) {
      exchanges.add(exchange(lines.next(EXCHANGE, HEADER)));
    }
    Row requests = lines.next(REQUESTS, "#requests,<ended>,<lines above>");
    if (requests.number(2) != exchanges.size()) {
      throw new IOException(
          "The report has %d exchanges and says %d; a part of it is missing."
              .formatted(exchanges.size(), requests.number(2)));
    }
    Row latency = lines.next(LATENCY, "#latency,<count>,<p50>,<p99>");
    Map<CleanClose, Long> partings = new EnumMap<>(CleanClose.class);
    for (CleanClose parting : CleanClose.values()) {
      Row row = lines.next(PARTING, "#parting," + parting.wireName() + ",<count>");
      partings.put(row.word(1, CleanClose::named), row.number(2));
    }
    lines.end();
    return new LoadReport(
        requests.number(1),
        new Latency(latency.number(1), duration(latency, 2), duration(latency, 3)),
        exchanges,
        partings);
  }

  private static Exchange exchange(Row row) throws IOException {
    return new Exchange(
        row.word(1, Kind::named),
        row.text(2),
        row.number(3) * MICRO,
        row.number(4) * MICRO,
        row.number(5) * MICRO,
        row.word(6, Ending::named));
  }

  private static void line(Appendable out, Object... fields) throws IOException {
    String separator = "";
    for (Object field : fields) {
      out.append(separator).append(field.toString());
      separator = ",";
    }
    out.append('\n');
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / MICRO;
  }

  private static Duration duration(Row row, int part) throws IOException {
    return Duration.ofNanos(row.number(part) * MICRO);
  }
}
