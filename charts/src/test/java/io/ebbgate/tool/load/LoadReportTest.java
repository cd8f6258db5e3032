package io.ebbgate.tool.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.core.testkit.Property;
import io.ebbgate.webhook.load.CleanClose;
import io.ebbgate.webhook.load.Ending;
import io.ebbgate.webhook.load.Exchange;
import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.load.Latency;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadReportTest {
  private static final List<String> PODS =
      List.of("", "gateway-7d9f-x2", "10.0.0.1", "fd00::1", "a,b", "\"quoted\"", "é");
  private static final Exchange CUT =
      new Exchange(Kind.TCP, "a", 5_000, 6_000, 7_000, Ending.CUT_IN_ANSWER);
  private static final Latency LATENCY =
      new Latency(1, Duration.ofNanos(1_000), Duration.ofNanos(1_000));

  @Test
  void readsWhatItWrites() {
    Property.holds(
        300,
        random -> {
          LoadReport report = report(random);

          assertThat(parsed(report.text())).isEqualTo(report);
        });
  }

  @Test
  void takesNoPartForTheWhole() {
    Property.holds(
        300,
        random -> {
          String text = report(random).text();
          String cut = text.substring(0, random.nextInt(text.length()));

          assertThatThrownBy(() -> LoadReport.parse(cut)).isInstanceOf(IOException.class);
        });
  }

  @Test
  void missesAnExchangeFromTheMiddle() {
    String text = new LoadReport(2, LATENCY, List.of(CUT, CUT), Map.of(), Map.of()).text();
    int first = text.indexOf("{\"kind\"");
    String less = text.substring(0, first) + text.substring(text.indexOf("{\"kind\"", first + 1));

    assertThatThrownBy(() -> LoadReport.parse(less))
        .hasMessage("The report has 1 exchanges and says 2; a part of it is missing.");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "\"TCP\" | \"UDP\"",
        "\"CUT_IN_ANSWER\" | \"CUT\"",
        "\"sent\":6000 | \"sent\":\"x\"",
        "\"sent\":6000, | ~~",
        "\"latency\": | \"delay\":",
        "\"CLOSED_IDLE\" | \"GONE\"",
        "}} | }}more"
      })
  void refusesWhatIsNoReport(String part, String other) {
    String text = new LoadReport(1, LATENCY, List.of(CUT), Map.of(), Map.of()).text();

    assertThat(text).contains(part);
    assertThatThrownBy(() -> LoadReport.parse(text.replace(part, other)))
        .isInstanceOf(IOException.class);
  }

  private static LoadReport report(RandomGenerator random) {
    List<Exchange> exchanges =
        IntStream.range(0, random.nextInt(6)).mapToObj(_ -> exchange(random)).toList();
    Map<CleanClose, Long> closes = new EnumMap<>(CleanClose.class);
    for (CleanClose close : CleanClose.values()) {
      closes.put(close, random.nextLong(9));
    }
    Duration latency = Duration.ofNanos(nanos(random));
    return new LoadReport(
        random.nextLong(9_000_000),
        new Latency(random.nextInt(99), latency, latency),
        exchanges,
        closes,
        Map.of(Kind.DATABASE, random.nextLong(1, 9)));
  }

  private static Exchange exchange(RandomGenerator random) {
    return new Exchange(
        Property.oneOf(random, List.of(Kind.values())),
        Property.oneOf(random, PODS),
        nanos(random),
        nanos(random),
        nanos(random),
        Property.oneOf(random, List.of(Ending.values())));
  }

  private static long nanos(RandomGenerator random) {
    return random.nextLong(1L << random.nextInt(1, 63));
  }

  private static LoadReport parsed(String text) {
    try {
      return LoadReport.parse(text);
    } catch (IOException refused) {
      throw new AssertionError(text, refused);
    }
  }
}
