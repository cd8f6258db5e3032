package io.ebbgate.webhook.status;

import static io.ebbgate.webhook.status.TestSnapshot.SHOP;
import static io.ebbgate.webhook.status.TestSnapshot.draining;
import static io.ebbgate.webhook.status.TestSnapshot.serving;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class StatusOutputTest {
  private static final StatusTable TABLE = new StatusTable(SHOP, false, 0);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream stdout = new PrintStream(out, true, UTF_8);
  private final PrintStream stderr = new PrintStream(err, true, UTF_8);

  @Test
  void printsAnotherTableIfMoreThanTimeChanged() {
    StatusOutput output = new StatusOutput.Tables(stdout, stderr, TABLE);

    output.print(
        new TestSnapshot().terminating("edge-1", draining("waiting", "14", "3", 19)).build());
    output.print(
        new TestSnapshot().terminating("edge-1", draining("waiting", "14", "3", 20)).build());
    output.print(
        new TestSnapshot().terminating("edge-1", draining("closing", "14", "3", 21)).build());

    assertThat(out.toString(UTF_8).split("\n\n", -1))
        .satisfiesExactly(
            first -> assertThat(first).contains("waiting", "19s", "41s"),
            second -> assertThat(second).contains("closing", "21s", "39s"));
  }

  @Test
  void updatesATerminalRowByRow() {
    StatusOutput output = new StatusOutput.Terminal(stdout, TABLE);

    output.print(new TestSnapshot().running("edge-1", serving()).build());
    output.print(
        new TestSnapshot().running("edge-1", serving()).buildWithoutEvents("You may not."));
    output.end();

    assertThat(out.toString(UTF_8))
        .isEqualTo(
            "\033[1;1H1 serving\033[J"
                + "\033[1;1H1 serving\033[K\033[2;1HYou may not.\033[J"
                + "%n".formatted());
  }

  @Test
  void printsAJsonObjectALine() {
    StatusOutput output = new StatusOutput.Json(stdout, stderr, false);

    output.print(new TestSnapshot().running("edge-1", serving()).build());
    output.print(new TestSnapshot().running("edge-1", serving()).build());

    assertThat(out.toString(UTF_8)).hasLineCount(2);
    assertThat(out.toString(UTF_8).lines()).allMatch(line -> line.startsWith("{\"at\":"));
  }

  @Test
  void printsAWarningOnce() {
    StatusOutput output = new StatusOutput.Tables(stdout, stderr, TABLE);
    StatusSnapshot snapshot =
        new TestSnapshot().running("edge-1", serving()).buildWithoutEvents("You may not\033[2J.");

    output.print(snapshot);
    output.print(snapshot);

    assertThat(err.toString(UTF_8)).isEqualTo("You may not [2J.%n".formatted());
  }
}
