package io.ebbgate.webhook.command;

import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.cluster.Kubeconfig;
import io.ebbgate.webhook.status.Facts;
import io.ebbgate.webhook.status.Look;
import io.ebbgate.webhook.status.Scope;
import io.ebbgate.webhook.status.Screen;
import io.ebbgate.webhook.status.WorkloadName;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows how gateways of a cluster leave, now or until it is told to end. */
@Command(
    name = "status",
    description = "Shows injected pods that drain or leave, and how others left in the last hour.",
    footer = {
      "",
      "Needs the rights to list pods, to get and create pods/portforward and, for pods that are"
          + " gone, to list events.events.k8s.io.",
      "",
      "-o json: {at, pods: [{namespace, pod, workload, leaving, phase, problem, verdict,"
          + " connections, requests, holdSeconds, budgetSeconds, leftSeconds}], gone: [{namespace,"
          + " pod, workload, at, verdict, connections, requests, holdSeconds, budgetSeconds}]},"
          + " every field always there and null where nobody knows it."
    })
final class StatusCommand implements Callable<Integer> {
  private static final Duration PACE = Duration.ofSeconds(1);

  /** How it is printed. */
  enum Format {
    table,
    json
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "WORKLOAD",
      description = "Whose pods: " + WorkloadName.ALLOWED + ". Default: all.")
  private Optional<String> workload = Optional.empty();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Where. Default: the context's namespace.")
  private Optional<String> namespace = Optional.empty();

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "In all namespaces.")
  private boolean everywhere;

  @Option(names = "--all", description = "Shows pods that just serve too.")
  private boolean all;

  @Option(
      names = {"-w", "--watch"},
      description = "Goes on until Ctrl-C, a picture a second.")
  private boolean watch;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}. Default: table.")
  private Format format = Format.table;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Default: KUBECONFIG, or ~/.kube/config, or the pod's service account.")
  private Optional<Path> kubeconfig = Optional.empty();

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "One of the kubeconfig. Default: its current one.")
  private Optional<String> context = Optional.empty();

  private final PrintStream out;
  private final PrintStream err;
  private final InstantSource clock;
  private final BooleanSupplier terminal;

  StatusCommand(PrintStream out, PrintStream err, InstantSource clock) {
    this(
        out,
        err,
        clock,
        () -> Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent());
  }

  StatusCommand(PrintStream out, PrintStream err, InstantSource clock, BooleanSupplier terminal) {
    this.out = out;
    this.err = err;
    this.clock = clock;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandException, ClusterException, ConfigException, IOException {
    Optional<WorkloadName> name = name();
    Ticker ticker = System::nanoTime;
    try (Cluster cluster = new Kubeconfig(kubeconfig, context).open()) {
      Scope scope = new Scope(where(cluster), name);
      try (Look look = new Look(cluster, scope, clock, ticker)) {
        show(look, scope, ticker);
        return 0;
      }
    } catch (ForbiddenException missing) {
      throw new CommandException(
          CommandException.NO_PERMISSION, String.valueOf(missing.getMessage()));
    } catch (InterruptedException told) {
      return 0;
    }
  }

  private Optional<WorkloadName> name() throws CommandException {
    if (workload.isEmpty()) {
      return Optional.empty();
    }
    Optional<WorkloadName> name = WorkloadName.parse(workload.get());
    if (name.isEmpty()) {
      throw new CommandException(
          ConfigException.EXIT_CODE,
          "\"%s\" is no workload; allowed is %s.".formatted(workload.get(), WorkloadName.ALLOWED));
    }
    return name;
  }

  private Optional<String> where(Cluster cluster) throws CommandException {
    if (!everywhere) {
      return Optional.of(namespace.orElseGet(cluster::usualNamespace));
    }
    if (namespace.isPresent()) {
      throw new CommandException(
          ConfigException.EXIT_CODE, "Either --namespace or --all-namespaces, not both.");
    }
    return Optional.empty();
  }

  private void show(Look look, Scope scope, Ticker ticker)
      throws CommandException, ClusterException, ForbiddenException, InterruptedException {
    Facts facts = look.now();
    if (scope.workload().isPresent() && facts.none()) {
      throw new CommandException(
          CommandException.NO_INPUT,
          "There is no injected pod%s, and none has left in the last hour."
              .formatted(scope.title()));
    }
    Screen screen = screen(scope);
    screen.show(facts);
    CommandException.checkWritten(out);
    if (watch) {
      try (Shutdown _ = Shutdown.register()) {
        watch(look, screen, facts, ticker);
      }
    }
  }

  /** Ends with the thread that is told to, or the one who reads. */
  private void watch(Look look, Screen screen, Facts first, Ticker ticker)
      throws CommandException, ForbiddenException, InterruptedException {
    Facts facts = first;
    long next = ticker.nanos();
    try {
      while (true) {
        next = Math.max(next + PACE.toNanos(), ticker.nanos());
        Thread.sleep(Duration.ofNanos(next - ticker.nanos()));
        facts = again(look, facts);
        screen.show(facts);
        CommandException.checkWritten(out);
      }
    } finally {
      screen.end();
    }
  }

  /** An API server that is away for a while is no end of a rollout. */
  private static Facts again(Look look, Facts before)
      throws ForbiddenException, InterruptedException {
    try {
      return look.now();
    } catch (ClusterException away) {
      return before.stale(String.valueOf(away.getMessage()));
    }
  }

  private Screen screen(Scope scope) {
    return switch (format) {
      case json -> watch ? Screen.lines(out, err) : Screen.document(out, err);
      case table ->
          watch && terminal.getAsBoolean()
              ? Screen.live(out, scope, all)
              : Screen.plain(out, err, scope, all);
    };
  }
}
