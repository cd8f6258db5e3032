package io.ebbgate.core.close;

import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.config.SettingReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Which connections of a listener are closed, and when.
 *
 * @param dryRun nothing is closed
 * @param id the client's own name of the request, by which it knows it again; may be empty
 */
public record CloseRequest(CloseScope scope, CloseTiming timing, boolean dryRun, String id) {
  /** Ranges of one request. */
  public static final int MOST_PEERS = 32;

  /** How long one request keeps a listener closed at most, and waits for work. */
  public static final Duration MOST_KEEP = Duration.ofMinutes(5);

  /** Closes are spread over at most this. */
  public static final Duration MOST_SPREAD = Duration.ofMinutes(30);

  /** A request begins at most so late. */
  public static final Duration MOST_DELAY = Duration.ofSeconds(10);

  private static final String PEERS = "peers";
  private static final String AGE = "age";
  private static final String DELAY = "delay";
  private static final String BEGIN = "begin";
  private static final String SPREAD = "spread";
  private static final String WAIT_QUIET = "wait-quiet";
  private static final String SPARE_WORKING = "spare-working";
  private static final String KEEP = "keep";
  private static final String DRY_RUN = "dry-run";
  private static final String SHARED = "shared";

  /** The parameter that names a request. */
  public static final String ID = "id";

  private static final int LONGEST_ID = 64;
  private static final List<String> NAMES =
      List.of(
          PEERS, AGE, DELAY, BEGIN, SPREAD, WAIT_QUIET, SPARE_WORKING, KEEP, DRY_RUN, SHARED, ID);

  /**
   * Reads the parameters of a call; mistakes stay with the reader.
   *
   * @param names of all that the call has
   * @param address reads an IP address or a range of them
   * @param clock what the sidecar's own clock says, which a client knows by an earlier answer
   */
  public static CloseRequest read(
      SettingReader reader,
      Set<String> names,
      Function<String, Optional<PeerRange>> address,
      Duration clock) {
    for (String name : new TreeSet<>(names)) {
      if (!NAMES.contains(name)) {
        reader.problem("the parameter", '"' + name + '"', String.join(", ", NAMES));
      }
    }
    return new CloseRequest(
        new CloseScope(
            reader.value(
                PEERS,
                "",
                "IP addresses or ranges such as 10.0.0.7,10.1.0.0/16, at most " + MOST_PEERS,
                text -> peers(text, address)),
            reader.duration(AGE, "0s"),
            reader.flag(SHARED)),
        new CloseTiming(
            names.contains(BEGIN)
                ? untilBegin(reader, names, clock)
                : bounded(reader, DELAY, MOST_DELAY),
            bounded(reader, SPREAD, MOST_SPREAD),
            bounded(reader, WAIT_QUIET, MOST_KEEP),
            reader.flag(SPARE_WORKING),
            bounded(reader, KEEP, MOST_KEEP)),
        reader.flag(DRY_RUN),
        reader.value(
            ID, "", "at most " + LONGEST_ID + " letters, digits and hyphens", CloseRequest::id));
  }

  /** A request's name; empty where it can't be one. */
  public static Optional<String> id(String text) {
    return text.length() <= LONGEST_ID && text.chars().allMatch(CloseRequest::isOfId)
        ? Optional.of(text)
        : Optional.empty();
  }

  private static boolean isOfId(int character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9')
        || character == '-';
  }

  /** A client that is late begins at once. */
  private static Duration untilBegin(SettingReader reader, Set<String> names, Duration clock) {
    if (names.contains(DELAY)) {
      reader.problem(BEGIN, "given beside " + DELAY, "one of them");
    }
    Duration latest = clock.plus(MOST_DELAY);
    Duration begin =
        reader.value(
            BEGIN,
            DurationText.format(clock),
            "what clockMillis will be, at most %dms now".formatted(latest.toMillis()),
            text -> DurationText.parse(text, latest));
    return begin.compareTo(clock) < 0 ? Duration.ZERO : begin.minus(clock);
  }

  private static Duration bounded(SettingReader reader, String name, Duration most) {
    return reader.value(
        name,
        "0s",
        DurationText.ALLOWED + ", at most " + DurationText.format(most),
        text -> DurationText.parse(text, most));
  }

  private static Optional<List<PeerRange>> peers(
      String text, Function<String, Optional<PeerRange>> address) {
    if (text.isEmpty()) {
      return Optional.of(List.of());
    }
    List<Optional<PeerRange>> ranges =
        List.of(text.split(",", MOST_PEERS + 1)).stream().map(address).toList();
    return ranges.size() > MOST_PEERS || ranges.stream().anyMatch(Optional::isEmpty)
        ? Optional.empty()
        : Optional.of(ranges.stream().flatMap(Optional::stream).toList());
  }
}
