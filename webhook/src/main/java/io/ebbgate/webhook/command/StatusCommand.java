package io.ebbgate.webhook.command;

import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.status.PodSelector;
import io.ebbgate.webhook.status.StatusOutput;
import io.ebbgate.webhook.status.StatusQuery;
import io.ebbgate.webhook.status.StatusSnapshot;
import io.ebbgate.webhook.status.StatusTable;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebbgate status}: shows how gateway pods of a cluster drain. */
@Command(
    name = "status",
    description =
        "Shows injected pods that drain or terminate, and the drains of pods deleted in the last"
            + " hour.",
    footer = {
      "",
      "Needs the permissions to list pods, to get and create pods/portforward and, for deleted"
          + " pods, to list events.events.k8s.io.",
      "",
      "-o json: {at, pods: [{namespace, pod, workload, leaving, phase, problem, verdict,"
          + " connections, requests, holdSeconds, budgetSeconds, leftSeconds}], gone: [{namespace,"
          + " pod, workload, at, verdict, connections, requests, holdSeconds, budgetSeconds}]},"
          + " every field always present and null if its value is unknown."
    })
final class StatusCommand implements Callable<Integer> {
  private static final int USUAL_WIDTH = 80;

  /** Output format, by its name in {@code --output}. */
  enum Format {
    table,
    json
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "WORKLOAD",
      description = "Shows pods of " + PodSelector.ALLOWED + ". Default: all pods.")
  private Optional<String> workload = Optional.empty();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Namespace of the pods. Default: the context's namespace.")
  private Optional<String> namespace = Optional.empty();

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "Shows pods of all namespaces.")
  private boolean allNamespaces;

  @Option(names = "--all", description = "Shows pods that only serve, too.")
  private boolean all;

  @Option(
      names = {"-w", "--watch"},
      description = "Updates every second until Ctrl-C.")
  private boolean watch;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "Output format: ${COMPLETION-CANDIDATES}. Default: table.")
  private Format format = Format.table;

  @Mixin private final ClusterOptions clusters = new ClusterOptions();

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
  public Integer call()
      throws CommandException, ClusterException, ConfigException, ForbiddenException, IOException {
    Optional<PodSelector.Workload> selected = selectedWorkload();
    Ticker ticker = System::nanoTime;
    try (Cluster cluster = clusters.open()) {
      PodSelector selector = new PodSelector(selectedNamespace(cluster), selected);
      try (StatusQuery query = new StatusQuery(cluster, selector, clock, ticker)) {
        show(query, selector, ticker);
        return 0;
      }
    } catch (InterruptedException stopped) {
      return 0;
    }
  }

  private Optional<PodSelector.Workload> selectedWorkload() throws CommandException {
    Optional<PodSelector.Workload> parsed = workload.flatMap(PodSelector::parseWorkload);
    if (workload.isPresent() && parsed.isEmpty()) {
      throw new CommandException(
          ConfigException.EXIT_CODE,
          "\"%s\" is not a workload; allowed is %s."
              .formatted(workload.get(), PodSelector.ALLOWED));
    }
    return parsed;
  }

  private Optional<String> selectedNamespace(Cluster cluster) throws CommandException {
    if (!allNamespaces) {
      return Optional.of(namespace.orElseGet(cluster::usualNamespace));
    }
    if (namespace.isPresent()) {
      throw new CommandException(
          ConfigException.EXIT_CODE, "--namespace and --all-namespaces can't be used together.");
    }
    return Optional.empty();
  }

  private void show(StatusQuery query, PodSelector selector, Ticker ticker)
      throws CommandException, ClusterException, ForbiddenException, InterruptedException {
    StatusSnapshot snapshot = query.run();
    if (selector.workload().isPresent() && snapshot.isEmpty()) {
      throw new CommandException(
          CommandException.NO_INPUT,
          "No injected pod%s exists or was deleted in the last hour."
              .formatted(selector.description()));
    }
    StatusOutput output = output(new StatusTable(selector, all, width()));
    if (watch) {
      new StatusWatch(query, output, ticker, out).run(snapshot);
    } else {
      output.print(snapshot);
      CommandException.checkWritten(out);
    }
  }

  /** A shell exports its terminal's width only if it is asked to. */
  private int width() {
    if (!terminal.getAsBoolean()) {
      return 0;
    }
    String columns = System.getenv().getOrDefault("COLUMNS", "");
    boolean number = !columns.isEmpty() && columns.length() < 5;
    return number && columns.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Integer.parseInt(columns)
        : USUAL_WIDTH;
  }

  private StatusOutput output(StatusTable table) {
    return switch (format) {
      case json -> new StatusOutput.Json(out, err, !watch);
      case table ->
          watch && terminal.getAsBoolean()
              ? new StatusOutput.Terminal(out, table)
              : new StatusOutput.Tables(out, err, table);
    };
  }
}
