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
class TestCommandIT {
  private static final int USAGE = 64;

  @TempDir Path folder;
  @AutoClose private FakeApiServer api;

  @BeforeEach
  void start() throws Exception {
    api = FakeApiServer.start();
  }

  private CommandRun test(String... words) throws Exception {
    Stream<String> command =
        Stream.of("test", "deploy/edge", "--kubeconfig=" + api.kubeconfig(folder));
    return CommandRun.of("", Stream.concat(command, Stream.of(words)).toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rate=49               | --rate is \"49\"; allowed is a number from 50 to 2000",
        "--rate=2001             | --rate is \"2001\"; allowed is a number",
        "--sessions=501          | --sessions is \"501\"; allowed is a number from 1 to 500",
        "--session=6m            | --session is \"6m\"; allowed is a duration",
        "--deadline=16m          | --deadline is \"16m\"; allowed is a duration",
        "--baseline=0s           | --baseline is \"0s\"; allowed is a duration",
        "--how=all               | --how is \"all\"; allowed is restart or delete-all",
        "--kinds=keep_alive,tcp  | --kinds is \"tcp\"; allowed is some of",
        "--kinds=long_answer     | --long-path is missing; allowed is a path",
        "--kinds=websocket       | --websocket-path is missing; allowed is a path",
        "--path=status           | --path is \"status\"; allowed is a path that begins with /",
        "--long-path=/a b        | --long-path is \"/a b\"; allowed is a path",
        "--target=localhost      | --target is \"localhost\"; allowed is HOST:PORT",
        "--service=Edge          | --service is \"Edge\"; allowed is NAME or NAME:PORT",
        "--deadline=15m          | --baseline and --deadline are 15m10s together",
        "--host=a,b c            | --host is \"a,b c\"; allowed is a host's name",
        "-n=shop/edge           | --namespace is \"shop/edge\"; allowed is the name of a namespace",
        "--namespace=a b        | --namespace is \"a b\"; allowed is the name of a namespace",
        "--tls --host=my_gw      | --host is \"my_gw\"; allowed is a host's name",
      })
  void namesAMistakeAndWhereHelpIs(String option, String sentence) throws Exception {
    CommandRun run = test(option.split(" (?=--)", -1));

    assertThat(run.exitCode()).as(run.err()).isEqualTo(USAGE);
    assertThat(run.err())
        .startsWith(sentence)
        .endsWith("See ebbgate test --help.\n")
        .hasLineCount(2);
  }

  @Test
  void takesOneTarget() throws Exception {
    assertThat(test("--service=edge", "--target=127.0.0.1:80").err())
        .startsWith("--target is given beside --service");
  }

  @ParameterizedTest
  @CsvSource({"rollout/edge", "pod/edge", "replicaset/edge", "''", "a b"})
  void takesAWorkloadThatCanBeRestarted(String workload) throws Exception {
    CommandRun run = CommandRun.of("", "test", workload, "--kubeconfig=" + api.kubeconfig(folder));

    assertThat(run.exitCode()).isEqualTo(USAGE);
    assertThat(run.err())
        .startsWith(
            "WORKLOAD is \"" + workload + "\"; allowed is a workload's name, or deployment/")
        .doesNotContain("rollout/NAME");
  }

  @Test
  void boundsTheNumberOfRequests() throws Exception {
    assertThat(test("--rate=2000", "--deadline=14m").exitCode()).isEqualTo(USAGE);
  }

  @Test
  void endsWith69WhereTheApiServerIsAwayAndSaysWhich() throws Exception {
    api.close();

    CommandRun run = test();

    assertThat(run.exitCode()).isEqualTo(69);
    assertThat(run.err())
        .startsWith("The API server at http://127.0.0.1:")
        .contains("can't be reached")
        .hasLineCount(1);
  }

  @Test
  void endsWith77WhereTheWorkloadMayNotBeRead() throws Exception {
    api.forbid("/deployments/edge");

    CommandRun run = test();

    assertThat(run.exitCode()).isEqualTo(77);
    assertThat(run.err()).startsWith("You may not get deployments in namespace shop");
  }
}
