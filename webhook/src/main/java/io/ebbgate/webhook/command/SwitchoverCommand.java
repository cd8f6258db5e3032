package io.ebbgate.webhook.command;

import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.switchover.RouteTarget;
import io.ebbgate.core.switchover.SwitchoverEnd;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.cluster.RefusedException;
import io.ebbgate.webhook.cluster.TryAgainException;
import io.ebbgate.webhook.status.PodSelector;
import io.ebbgate.webhook.switchover.OperatorCommand;
import io.ebbgate.webhook.switchover.Switchover;
import io.ebbgate.webhook.switchover.SwitchoverConsole;
import io.ebbgate.webhook.switchover.SwitchoverOptions;
import io.ebbgate.webhook.switchover.SwitchoverRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebbgate switchover}: clients of one listener follow when a database moves. */
@Command(
    name = "switchover",
    description =
        "Closes the connections of one listener and keeps it closed while a database moves, until"
            + " the route points to the new primary; then lets clients in again. Where pods can't"
            + " close connections, they are restarted after the move.",
    footer = {
      "",
      "Whatever fails, and on Ctrl-C, clients are let in again, at the deadline at the latest.",
      "",
      "Exit codes: 0 moved and proven; 10 not all connections closed in time; 11 connections not"
          + " quiet; 12 COMMAND failed; 13 the route did not move in time; 14 moved, but not"
          + " proven; 15 moved, but not all pods restarted; 16 a restart was not agreed"
          + " to; 64 a mistake; 66 no pod; 68 a pod does not answer; 69 no answer of the API"
          + " server; 75 not now, as another switchover runs or Envoy has just got other listeners;"
          + " 77 a permission is missing; 130 interrupted.",
      "",
      "Needs the permissions to list pods, to get and create pods/portforward; to create"
          + " events.events.k8s.io for an Event, and pods/eviction for a restart."
    })
final class SwitchoverCommand implements Callable<Integer> {
  /** Output format, by its name in {@code --output}. */
  enum Format {
    text,
    json
  }

  private static final String UNTIL_ROUTE = "--until-route";
  private static final String WAIT_QUIET = "--wait-quiet";
  private static final String DEADLINE = "--deadline";
  private static final String PEERS = "--peers";
  private static final Duration LONGEST = Duration.ofHours(1);

  @Parameters(
      index = "0",
      paramLabel = "WORKLOAD",
      description = "The gateway: " + PodSelector.ALLOWED + ".")
  private String workload = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "COMMAND",
      description =
          "Moves the database when the listener is closed; put it after --. Without one, the"
              + " switchover waits for another step that moves it.")
  private List<String> command = List.of();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Namespace of the gateway. Default: the context's namespace.")
  private Optional<String> namespace = Optional.empty();

  @Option(
      names = "--listener",
      required = true,
      paramLabel = "NAME",
      description = "Envoy's listener in front of the database.")
  private String listener = "";

  @Option(
      names = UNTIL_ROUTE,
      paramLabel = "TARGET",
      description =
          "Where the listener's route has to point to on each pod: "
              + RouteTarget.ALLOWED
              + ". Without it, the move is over when COMMAND has ended.")
  private Optional<String> untilRoute = Optional.empty();

  @Option(
      names = WAIT_QUIET,
      paramLabel = "DURATION",
      description =
          "How long connections that may have something in flight are waited for. Default: 2s.")
  private Optional<String> waitQuiet = Optional.empty();

  @Option(
      names = DEADLINE,
      paramLabel = "DURATION",
      description =
          "Of all until clients are let in again. Default: 30s, at most 5m; with a restart 10m, at"
              + " most 1h.")
  private Optional<String> deadline = Optional.empty();

  @Option(
      names = "--force",
      description = "Closes also what is not quiet by then; else the switchover is given up.")
  private boolean force;

  @Option(
      names = PEERS,
      paramLabel = "CIDR,...",
      description = "Closes only clients with these addresses.")
  private Optional<String> peers = Optional.empty();

  @Option(
      names = "--shared",
      description =
          "Closes also clients of other listeners or filter chains that share the listener's port.")
  private boolean shared;

  @Option(names = "--dry-run", description = "Checks and counts, and does nothing.")
  private boolean dryRun;

  @Option(
      names = {"-y", "--yes"},
      description = "Restarts pods that can't close connections without asking.")
  private boolean yes;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "Output format: ${COMPLETION-CANDIDATES}. Default: text.")
  private Format format = Format.text;

  @Mixin private final ClusterOptions clusters = new ClusterOptions();

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final InstantSource clock;

  SwitchoverCommand(InputStream in, PrintStream out, PrintStream err, InstantSource clock) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.clock = clock;
  }

  @Override
  public Integer call()
      throws CommandException,
          ConfigException,
          RefusedException,
          TryAgainException,
          ClusterException,
          ForbiddenException,
          IOException {
    try {
      int code = carryOut();
      CommandException.checkWritten(out);
      return code;
    } catch (InterruptedException stopped) {
      return SwitchoverEnd.INTERRUPTED.exitCode();
    }
  }

  private int carryOut()
      throws ConfigException,
          RefusedException,
          TryAgainException,
          ClusterException,
          ForbiddenException,
          IOException,
          InterruptedException {
    Map<String, String> given = new HashMap<>();
    untilRoute.ifPresent(text -> given.put(UNTIL_ROUTE, text));
    waitQuiet.ifPresent(text -> given.put(WAIT_QUIET, text));
    deadline.ifPresent(text -> given.put(DEADLINE, text));
    given.put("WORKLOAD", workload);
    SettingReader reader = new SettingReader(given);
    Optional<PodSelector.Workload> selected =
        reader.optional("WORKLOAD", PodSelector.ALLOWED, PodSelector::parseWorkload);
    Optional<RouteTarget> target =
        reader.optional(UNTIL_ROUTE, RouteTarget.ALLOWED, RouteTarget::parse);
    Duration quiet = reader.duration(WAIT_QUIET, "2s");
    Optional<Duration> end = reader.seconds(DEADLINE, LONGEST);
    if (listener.isBlank()) {
      reader.problem("--listener", '"' + listener + '"', "the name of a listener");
    }
    if (untilRoute.isEmpty() && command.isEmpty()) {
      reader.problem(UNTIL_ROUTE, "missing, and so is COMMAND", "one of them or both");
    }
    if (!command.isEmpty() && !OperatorCommand.isThere(command.getFirst())) {
      reader.problem("COMMAND", '"' + command.getFirst() + '"', "a program that can be run");
    }
    reader.finish();
    try (Cluster cluster = clusters.open()) {
      return new Switchover(
              cluster,
              new PodSelector(namespace, selected),
              new SwitchoverRequest(
                  listener,
                  target.orElseGet(RouteTarget.Anywhere::new),
                  peers.orElse(""),
                  shared,
                  UUID.randomUUID().toString(),
                  command),
              new SwitchoverOptions(quiet, force, end, dryRun, yes, format == Format.json),
              new SwitchoverConsole(out, err, new Consent(in, err)::to),
              clock,
              System::nanoTime)
          .run();
    }
  }
}
