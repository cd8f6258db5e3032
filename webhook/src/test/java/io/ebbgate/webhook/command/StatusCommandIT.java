package io.ebbgate.webhook.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.webhook.status.FakeApiServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Real sockets and an API server that may fail. */
@Timeout(60)
class StatusCommandIT {
  private static final String HELP = "See ebbgate status --help.";
  private static final int USAGE = 64;
  private static final int NO_INPUT = 66;
  private static final int UNAVAILABLE = 69;
  private static final int NO_PERMISSION = 77;

  @TempDir Path folder;
  @AutoClose private FakeApiServer api;

  @BeforeEach
  void start() throws Exception {
    api = FakeApiServer.start();
  }

  private CommandRun status(String... words) throws Exception {
    Stream<String> command = Stream.of("status", "--kubeconfig=" + api.kubeconfig(folder));
    return CommandRun.of("", Stream.concat(command, Stream.of(words)).toArray(String[]::new));
  }

  @Test
  void reportsThatThereIsNoInjectedPod() throws Exception {
    assertThat(status()).isEqualTo(new CommandRun(0, "No injected pod in namespace shop.\n", ""));
    assertThat(status("-A").out()).isEqualTo("No injected pod in all namespaces.\n");
    assertThat(status("--context", "nowhere").out())
        .isEqualTo("No injected pod in namespace default.\n");
  }

  @Test
  void countsStartingPods() throws Exception {
    api.setPods(FakeApiServer.starting("edge-1"));

    assertThat(status("deploy/edge")).isEqualTo(new CommandRun(0, "1 not running\n", ""));
    assertThat(status("edge", "--all").out()).contains("edge-1   not running   ?");
  }

  @Test
  void refusesAWorkloadWithoutPods() throws Exception {
    api.setPods(FakeApiServer.starting("edge-1"));

    assertThat(status("deploy/egde"))
        .isEqualTo(
            CommandRun.failed(
                NO_INPUT,
                "No injected pod of deployment/egde in namespace shop exists or was deleted in the"
                    + " last hour."));
  }

  @Test
  void refusesWhatIsNotAWorkload() throws Exception {
    CommandRun run = status("service/edge");

    assertThat(run.exitCode()).isEqualTo(USAGE);
    assertThat(run.err())
        .startsWith("\"service/edge\" is not a workload; allowed is")
        .endsWith(HELP + "\n")
        .hasLineCount(2);
  }

  @Test
  void refusesANamespaceTogetherWithAllNamespaces() throws Exception {
    assertThat(status("-A", "-n", "shop"))
        .isEqualTo(
            CommandRun.failed(
                USAGE, "--namespace and --all-namespaces can't be used together.\n" + HELP));
  }

  @Test
  void listsTheContextsOfTheKubeconfig() throws Exception {
    assertThat(status("--context", "there"))
        .isEqualTo(
            CommandRun.failed(USAGE, "--context is \"there\"; allowed is here, nowhere.\n" + HELP));
  }

  @Test
  void reportsAMissingKubeconfig() {
    assertThat(CommandRun.of("", "status", "--kubeconfig=" + folder.resolve("none")))
        .isEqualTo(
            CommandRun.failed(
                NO_INPUT,
                "The kubeconfig %s is missing or can't be read."
                    .formatted(folder.resolve("none"))));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void reportsAnApiServerThatIsAwayOrDoesNotAnswer(boolean away) throws Exception {
    if (away) {
      api.close();
    } else {
      api.hangAt("/pods");
    }

    CommandRun run = status();

    assertThat(run.exitCode()).isEqualTo(UNAVAILABLE);
    assertThat(run.err()).startsWith("The API server at http://127.0.0.1:").hasLineCount(1);
  }

  @Test
  void reportsThatPodsMayNotBeListed() throws Exception {
    api.forbid("/pods");

    assertThat(status())
        .isEqualTo(
            CommandRun.failed(
                NO_PERMISSION, "You may not list pods in namespace shop: the user may not."));
  }

  @Test
  void reportsThatPortsMayNotBeForwarded() throws Exception {
    api.setPods(FakeApiServer.serving("edge-1"));
    api.forbid("/portforward");

    assertThat(status())
        .isEqualTo(
            CommandRun.failed(
                NO_PERMISSION,
                "You may not get and create pods/portforward in namespace shop, which reading a"
                    + " gateway's status needs."));
  }

  @Test
  void worksWithoutEventsThatItMayNotList() throws Exception {
    api.setPods(FakeApiServer.starting("edge-1"));
    api.forbid("/events");

    assertThat(status())
        .isEqualTo(
            new CommandRun(
                0,
                "1 not running\n",
                "You may not list events.events.k8s.io in namespace shop: the user may not. The"
                    + " verdicts of deleted pods are not shown.\n"));
  }

  @Test
  void hasARowForAPodThatDoesNotAnswer() throws Exception {
    api.setPods(FakeApiServer.serving("edge-1"), FakeApiServer.starting("edge-2"));
    api.hangAt("/portforward");

    CommandRun run = status();

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("edge-1   no answer   ?       ?      ?      ?")
        .endsWith("1 not running, 1 unknown\n");
  }

  @Test
  void printsAJsonDocument() throws Exception {
    api.setPods(FakeApiServer.starting("edge-1"));

    JsonNode json = new ObjectMapper().readTree(status("-o", "json").out());

    assertThat(json.at("/pods/0/workload").asText()).isEqualTo("deployment/edge");
    assertThat(json.at("/pods/0/problem").asText()).isEqualTo("not running");
    assertThat(json.path("gone").isArray()).isTrue();
  }

  @Test
  void continuesThroughAnOutageUntilInterrupted() throws Exception {
    api.setPods(FakeApiServer.starting("edge-1"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Integer> exitCode = threads.submit(watch(out, err));
      Await.until("a pod", () -> out.toString(UTF_8).equals("1 not running\n"));
      api.fail("/pods", true);
      Await.until("an outage", () -> err.toString(UTF_8).contains("etcd is away"));
      api.setPods(FakeApiServer.starting("edge-1"), FakeApiServer.starting("edge-2"));
      api.fail("/pods", false);
      Await.until("two pods", () -> out.toString(UTF_8).endsWith("\n\n2 not running\n"));
      threads.shutdownNow();

      assertThat(exitCode.get(30, TimeUnit.SECONDS)).isZero();
    }
    assertThat(err.toString(UTF_8)).hasLineCount(1);
  }

  private Callable<Integer> watch(ByteArrayOutputStream out, ByteArrayOutputStream err)
      throws Exception {
    StatusCommand status =
        new StatusCommand(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            InstantSource.system(),
            () -> false);
    String kubeconfig = api.kubeconfig(folder).toString();
    return () -> new CommandLine(status).execute("-w", "--kubeconfig", kubeconfig);
  }
}
