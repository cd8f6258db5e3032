package io.ebbgate.tool.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.core.testkit.Property;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadReportTest {
  private static final List<String> PODS =
      List.of(
          "", "gateway-7d9f-x2", "10.0.0.1", "fd00::1", "a,b", "\"quoted\"", "#no comment", "é");

  @Test
  void readsWhatItWrites() {
    Property.holds(
        300,
        random -> {
          LoadReport report = report(random);
          assertThat(parsed(text(report))).isEqualTo(report);
        });
  }

  @Test
  void takesNoPartForTheWhole() {
    Property.holds(
        300,
        random -> {
          String text = text(report(random));
          String cut = text.substring(0, random.nextInt(text.length()));
          assertThatThrownBy(() -> LoadReport.parse(cut))
              .isInstanceOf(IOException.class)
              .hasMessageContaining("report");
        });
  }

  @Test
  void missesALineFromTheMiddle() {
    String text = text(new LoadReport(2, latency(1), List.of(exchange(1), exchange(2)), Map.of()));
    String less = text.replaceFirst("tcp,.*\n", "");
    assertThatThrownBy(() -> LoadReport.parse(less))
        .hasMessage("The report has 1 exchanges and says 2; a part of it is missing.");
  }

  @Test
  void saysWhichLineIsWrongAndWhatIsAllowed() {
    String text = text(new LoadReport(1, latency(1), List.of(exchange(5)), Map.of()));
    assertThat(text)
        .isEqualTo(
            """
            kind,pod,intended,sent,done,ending
            tcp,10.0.0.1,5,6,7,cut_in_answer
            #requests,1,1
            #latency,1,1,1
            #parting,told_to_close,0
            #parting,closed_idle,0
            """);
    refuses(text.replace("tcp", "udp"), "Line 2 of the report is 'udp'; allowed is kind,pod");
    refuses(text.replace("6,7", "6,x"), "Line 2 of the report is 'tcp,10.0.0.1,5,6,x,cut");
    refuses(text.replace("ing\ntcp", "ings\ntcp"), "Line 1 of the report is 'kind,pod");
    refuses(text.replace("#latency", "#delay"), "allowed is #latency,<count>,<p50>,<p99>.");
    refuses(text.replace("closed_idle", "gone"), "Line 6 of the report is 'gone'");
    refuses(text + "more", "Line 7 of the report is 'more'; allowed is nothing more.");
    refuses("", "Line 1 of the report is '' and the end");
  }

  private static void refuses(String text, String message) {
    assertThatThrownBy(() -> LoadReport.parse(text))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  private static LoadReport report(RandomGenerator random) {
    List<Exchange> exchanges =
        IntStream.range(0, random.nextInt(6)).mapToObj(_ -> exchange(random)).toList();
    Map<CleanClose, Long> partings = new EnumMap<>(CleanClose.class);
    for (CleanClose parting : CleanClose.values()) {
      partings.put(parting, random.nextLong(9));
    }
    return new LoadReport(
        random.nextLong(9_000_000), latency(random.nextInt(99)), exchanges, partings);
  }

  private static Exchange exchange(RandomGenerator random) {
    return new Exchange(
        Property.oneOf(random, List.of(Kind.values())),
        Property.oneOf(random, PODS),
        micros(random),
        micros(random),
        micros(random),
        Property.oneOf(random, List.of(Ending.values())));
  }

  private static long micros(RandomGenerator random) {
    return random.nextLong(1L << random.nextInt(1, 54)) % 9_000_000_000_000_000L * 1_000;
  }

  private static Exchange exchange(long micros) {
    long nanos = micros * 1_000;
    return new Exchange(
        Kind.TCP, "10.0.0.1", nanos, nanos + 1_000, nanos + 2_000, Ending.CUT_IN_ANSWER);
  }

  private static Latency latency(int micros) {
    Duration length = Duration.ofNanos(micros * 1_000L);
    return new Latency(micros, length, length);
  }

  private static String text(LoadReport report) {
    StringBuilder text = new StringBuilder();
    try {
      report.write(text);
      return text.toString();
    } catch (IOException never) {
      throw new AssertionError(never);
    }
  }

  private static LoadReport parsed(String text) {
    try {
      return LoadReport.parse(text);
    } catch (IOException refused) {
      throw new AssertionError(text, refused);
    }
  }
}
