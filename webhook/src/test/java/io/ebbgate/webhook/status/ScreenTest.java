package io.ebbgate.webhook.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream prints = new PrintStream(out, true, UTF_8);
  private final PrintStream complains = new PrintStream(err, true, UTF_8);

  @Test
  void thatIsAFileGetsAnotherTableWhereSomethingChanged() {
    Screen screen = Screen.plain(prints, complains, Seen.SHOP, false);

    screen.show(new Seen().leaves("edge-1", Seen.draining("waiting", "14", "3", 19)).facts());
    screen.show(new Seen().leaves("edge-1", Seen.draining("waiting", "14", "3", 20)).facts());
    screen.show(new Seen().leaves("edge-1", Seen.draining("closing", "14", "3", 21)).facts());

    assertThat(out.toString(UTF_8).split("\n\n", -1))
        .satisfiesExactly(
            first -> assertThat(first).contains("waiting", "19s", "41s"),
            second -> assertThat(second).contains("closing", "21s", "39s"));
  }

  @Test
  void thatIsATerminalIsWrittenAnewRowByRow() {
    Screen screen = Screen.live(prints, Seen.SHOP, false);

    screen.show(new Seen().stays("edge-1", Seen.serving()).facts());
    screen.show(new Seen().stays("edge-1", Seen.serving()).withoutPast("You may not."));
    screen.end();

    assertThat(out.toString(UTF_8))
        .isEqualTo(
            "\033[1;1H1 serving\033[J"
                + "\033[1;1H1 serving\033[K\033[2;1HYou may not.\033[J"
                + "%n".formatted());
  }

  @Test
  void ofAProgramGetsAnObjectInEachLine() {
    Screen screen = Screen.lines(prints, complains);

    screen.show(new Seen().stays("edge-1", Seen.serving()).facts());
    screen.show(new Seen().stays("edge-1", Seen.serving()).facts());

    assertThat(out.toString(UTF_8)).hasLineCount(2);
    assertThat(out.toString(UTF_8).lines()).allMatch(line -> line.startsWith("{\"at\":"));
  }

  @Test
  void isToldOnceWhatCanNotBeLearned() {
    Screen screen = Screen.plain(prints, complains, Seen.SHOP, false);
    Facts facts = new Seen().stays("edge-1", Seen.serving()).withoutPast("You may not\033[2J.");

    screen.show(facts);
    screen.show(facts);

    assertThat(err.toString(UTF_8)).isEqualTo("You may not [2J.%n".formatted());
  }
}
