package io.ebbgate.tool.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.testkit.ManualTicker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.OptionSpec;

class LoadMainTest {
  @Test
  void takesTheDefaultPortsWhereNoneAreGiven() {
    assertThat(ports("backend")).containsExactly(8_080, 9_000);
    assertThat(ports("client")).containsExactly(8_090);
  }

  @Test
  void takesThePortsThatAreGiven() {
    assertThat(ports("backend", "--tcp", "1", "--http", "65535")).containsExactly(65_535, 1);
    assertThat(ports("client", "--port", "0")).containsExactly(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "serve | Unmatched argument at index 0: 'serve'",
        "client --http 80 | Unknown options: '--http', '80'",
        "backend x | Unmatched argument at index 1: 'x'",
        "client --port | Missing required parameter for option '--port'",
        "client --port 65536 | Invalid value for option '--port': '65536' is not a port",
        "client --port -1 | Invalid value for option '--port': '-1' is not a port"
      })
  void reportsWhatIsWrong(String arguments, String sentence) {
    assertThat(refused(arguments.split(" ", -1))).startsWith(sentence);
  }

  @Test
  void requiresACommand() {
    assertThat(refused()).startsWith("Missing required subcommand");
  }

  private static List<Integer> ports(String... arguments) {
    return LoadMain.commandLine().parseArgs(arguments).subcommand().commandSpec().options().stream()
        .map(OptionSpec::<Integer>getValue)
        .toList();
  }

  private static String refused(String... arguments) {
    StringWriter errors = new StringWriter();
    int code = LoadMain.commandLine().setErr(new PrintWriter(errors)).execute(arguments);
    assertThat(code).isEqualTo(64);
    return errors.toString();
  }

  @Test
  void countsTimeFromTheEpochOnATickerThatOnlyGoesForward() {
    ManualTicker ticker = new ManualTicker();
    InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000, 5));
    Ticker epoch = LoadMain.sinceEpoch(ticker, clock);
    assertThat(epoch.nanos()).isEqualTo(1_700_000_000_000_000_005L);
    ticker.advance(Duration.ofNanos(7));
    assertThat(epoch.nanos()).isEqualTo(1_700_000_000_000_000_012L);
  }
}
