package io.ebbgate.webhook.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.webhook.status.FakeApiServer;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes of the command line, and an API server that may fail. */
@Timeout(60)
class SwitchoverCommandIT {
  private static final int USAGE = 64;

  @TempDir Path folder;
  @AutoClose private FakeApiServer api;

  @BeforeEach
  void start() throws Exception {
    api = FakeApiServer.start();
  }

  private CommandRun switchover(String... words) throws Exception {
    Stream<String> command =
        Stream.of("switchover", "deploy/edge", "--kubeconfig=" + api.kubeconfig(folder));
    return CommandRun.of("", Stream.concat(command, Stream.of(words)).toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "--until-route=db-1, --until-route is \"db-1\"; allowed is cluster=NAME",
    "--deadline=0s,      --deadline is \"0s\"; allowed is a duration",
    "--deadline=2h,      --deadline is \"2h\"; allowed is a duration",
    "--wait-quiet=2,     --wait-quiet is \"2\"; allowed is a duration",
  })
  void namesAMistakeAndWhereHelpIs(String option, String sentence) throws Exception {
    CommandRun run = switchover("--listener=db", option, "--", "true");

    assertThat(run.exitCode()).isEqualTo(USAGE);
    assertThat(run.err())
        .startsWith(sentence)
        .endsWith("See ebbgate switchover --help.\n")
        .hasLineCount(2);
  }

  @Test
  void needsATargetOrACommandThatIsThere() throws Exception {
    assertThat(switchover("--listener=db").err()).startsWith("--until-route is missing");
    assertThat(switchover("--listener=db", "--", "/nowhere/promote").err())
        .startsWith("COMMAND is \"/nowhere/promote\"");
    assertThat(switchover("--until-route=cluster=b").err()).contains("--listener");
  }

  @Test
  void endsWith66WhereNoPodRunsAndWith69WhereTheApiServerIsAway() throws Exception {
    assertThat(switchover("--listener=db", "--until-route=cluster=b").exitCode()).isEqualTo(66);
    assertThat(switchover("--listener=db", "--until-route=cluster=b", "--dry-run").exitCode())
        .isEqualTo(66);
    api.close();
    assertThat(switchover("--listener=db", "--until-route=cluster=b").exitCode()).isEqualTo(69);
  }

  @Test
  void endsWith68WhereAPodDoesNotAnswerAndDoesNothing() throws Exception {
    api.setPods(FakeApiServer.serving("edge-1"));

    CommandRun run = switchover("--listener=db", "--until-route=cluster=b", "-o", "json");

    assertThat(run.exitCode()).isEqualTo(68);
    assertThat(run.out()).contains("\"outcome\" : \"silent\"");
    assertThat(run.err()).contains("Pod edge-1 can't be asked");
  }

  @Test
  void endsWith77WherePortsMayNotBeForwarded() throws Exception {
    api.setPods(FakeApiServer.serving("edge-1"));
    api.forbid("/portforward");

    CommandRun run = switchover("--listener=db", "--until-route=cluster=b");

    assertThat(run.exitCode()).isEqualTo(77);
    assertThat(run.err()).startsWith("You may not get and create pods/portforward");
  }
}
