package io.ebbgate.webhook.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Aliases that stand for more than anybody has memory for. */
class ExpansionTest {
  private static final String TEXT = "x".repeat(1000);

  private static String times(int times, String alias) {
    return IntStream.range(0, times).mapToObj(_ -> alias).collect(Collectors.joining(", "));
  }

  private static String refusal(String text) {
    CommandRun run = CommandRun.of(text, "inject", "-f", "-");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(CommandException.DATA);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).hasLineCount(1);
    return run.err();
  }

  @Test
  void refusesTextsThatGrowWithoutEnd() {
    String bomb =
        "kind: Pod\nstatus:\n  a: &a \"%s\"\n  b: &b [%s]\n  c: [%s]\n"
            .formatted(TEXT, times(900, "*a"), times(900, "*b"));

    assertThat(refusal(bomb))
        .contains("document 1, line ", "too much text or too many values once aliases");
  }

  @Test
  void refusesValuesThatGrowWithoutEnd() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
    }

    assertThat(refusal(bomb.toString())).contains("too many values");
  }

  @Test
  void refusesKeysThatGrowWithoutEnd() {
    String bomb =
        "a: &a {%s: 1}\nb: &b [%s]\nc: [%s]\n".formatted(TEXT, times(900, "*a"), times(900, "*b"));

    assertThat(refusal(bomb)).contains("too much text");
  }

  @Test
  void countsTheDocumentsOfAFileTogether() {
    String one = "---\na: &a \"%s\"\nb: [%s]\n".formatted(TEXT.repeat(9), times(900, "*a"));

    assertThat(CommandRun.of(one, "explain", "-f", "-").exitCode()).isZero();
    assertThat(refusal(one.repeat(100))).contains("too much text");
  }

  @Test
  void refusesAnAliasOfWhatItIsIn() {
    assertThat(refusal("a: &a [*a]\n")).contains("nested too deep");
  }

  @Test
  void takesAFileOfAnySizeThatSaysEverythingItself() throws Exception {
    String list =
        "items:\n" + "- {kind: Service, metadata: {name: a, labels: {b: c}}}\n".repeat(100_000);

    assertThat(Manifest.of("m", list.getBytes(UTF_8)).pieces()).hasSize(1);
  }
}
