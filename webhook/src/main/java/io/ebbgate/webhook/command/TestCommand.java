package io.ebbgate.webhook.command;

import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.config.HostPort;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.webhook.audit.AuditedGateway;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.cluster.ObjectName;
import io.ebbgate.webhook.cluster.RefusedException;
import io.ebbgate.webhook.profile.ProfileException;
import io.ebbgate.webhook.rollout.GatewayTest;
import io.ebbgate.webhook.rollout.RolloutMethod;
import io.ebbgate.webhook.rollout.TargetChoice;
import io.ebbgate.webhook.rollout.TestConsole;
import io.ebbgate.webhook.rollout.TestOptions;
import io.ebbgate.webhook.status.PodSelector;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ebbgate test}: replaces the pods of a gateway while strict clients use it. */
@Command(
    name = "test",
    description =
        "Replaces the pods of a gateway while clients use it that never try again, and reports what"
            + " they lost, what became of each pod, and what to change. Says what it will do and"
            + " asks before.",
    footer = {
      "",
      "Exit codes: 0 nothing lost; 1 something lost; 10 something lost before any change; 11 not"
          + " all pods replaced within the deadline; 16 not agreed to, or it looks like production;"
          + " 64 a mistake; 66 no such workload; 69 the gateway or the API server can't be reached;"
          + " 75 not all of its pods are ready, or another rollout runs; 77 a permission is"
          + " missing; 130 interrupted.",
      "",
      "Needs the permissions to list pods and services and to get and patch the workload, or with"
          + " --how=delete-all to delete pods; for the verdicts of deleted pods to list"
          + " events.events.k8s.io, and for advice those of ebbgate audit.",
      "",
      "-o json: {namespace, workload, target, result, sent, lost, severed, rolloutSeconds, kinds:"
          + " [{kind, sent, lost, severed, told, p50Before, p99Before, p50, p99, causes}], pods:"
          + " [{pod, old, readySeconds, deletedSeconds, goneSeconds, verdict}], advice, notes},"
          + " times in seconds, null if unknown."
    })
final class TestCommand implements Callable<Integer> {
  /** Output format, by its name in {@code --output}. */
  enum Format {
    text,
    json
  }

  static final String RESTART = "restart";
  static final String DELETE_ALL = "delete-all";
  private static final String NAMESPACE = "--namespace";
  private static final String SERVICE = "--service";
  private static final String TARGET = "--target";
  private static final String BASELINE = "--baseline";
  private static final String DEADLINE = "--deadline";
  private static final String HOW = "--how";

  @Parameters(
      index = "0",
      paramLabel = "WORKLOAD",
      description = "The gateway: deployment/NAME, daemonset/NAME, statefulset/NAME or a name.")
  private String workload = "";

  @Option(
      names = {"-n", NAMESPACE},
      paramLabel = "NAME",
      description = "Namespace of the gateway. Default: the context's namespace.")
  private Optional<String> namespace = Optional.empty();

  @Option(
      names = SERVICE,
      paramLabel = "NAME[:PORT]",
      description =
          "Sends to the first address of this Service that can be reached: load balancer, external"
              + " address, the cluster's own, ports of nodes. Default: the only one that selects"
              + " the gateway's pods.")
  private Optional<String> service = Optional.empty();

  @Option(names = TARGET, paramLabel = "HOST:PORT", description = "Sends to this address instead.")
  private Optional<String> target = Optional.empty();

  @Option(
      names = HOW,
      paramLabel = "HOW",
      completionCandidates = Candidates.Methods.class,
      description =
          "restart as kubectl rollout restart does, or delete-all for all pods at once, whatever"
              + " disruption budgets allow. Default: restart.")
  private Optional<String> how = Optional.empty();

  @Option(
      names = BASELINE,
      paramLabel = "DURATION",
      description =
          "How long clients run before the pods are replaced, until each kind has had an answer."
              + " Default: 10s.")
  private Optional<String> baseline = Optional.empty();

  @Option(
      names = DEADLINE,
      paramLabel = "DURATION",
      description = "How long the replacement may take; with --baseline at most 15m. Default: 5m.")
  private Optional<String> deadline = Optional.empty();

  @Option(
      names = {"-y", "--yes"},
      description = "Does not ask, not even where the target looks like production.")
  private boolean yes;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "Output format: ${COMPLETION-CANDIDATES}. Default: text.")
  private Format format = Format.text;

  @Mixin private final LoadArguments loads = new LoadArguments();

  @Mixin private final ProfileOptions profiles = new ProfileOptions();

  @Mixin private final ClusterOptions clusters = new ClusterOptions();

  private final String version;
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final InstantSource clock;

  TestCommand(
      String version, InputStream in, PrintStream out, PrintStream err, InstantSource clock) {
    this.version = version;
    this.in = in;
    this.out = out;
    this.err = err;
    this.clock = clock;
  }

  @Override
  public Integer call()
      throws ConfigException,
          RefusedException,
          ClusterException,
          ForbiddenException,
          CommandException,
          IOException,
          ProfileException {
    SettingReader reader = new SettingReader(given());
    Optional<PodSelector.Workload> selected = TestOptions.parseWorkload(workload);
    if (selected.isEmpty()) {
      reader.problem("WORKLOAD", '"' + workload + '"', TestOptions.ALLOWED_WORKLOAD);
    }
    if (!namespace.map(ObjectName::isValid).orElse(true)) {
      reader.problem(NAMESPACE, '"' + namespace.get() + '"', "the name of a namespace");
    }
    TestOptions options =
        new TestOptions(
            target(reader),
            loads.read(reader),
            reader
                .optional(HOW, RESTART + " or " + DELETE_ALL, TestCommand::method)
                .orElse(RolloutMethod.RESTART),
            reader.seconds(BASELINE, TestOptions.LONGEST).orElse(Duration.ofSeconds(10)),
            reader.seconds(DEADLINE, TestOptions.LONGEST).orElse(Duration.ofMinutes(5)),
            yes);
    reader.finish();
    List<Profile> known = profiles.known();
    try (Cluster cluster = clusters.open()) {
      String where = namespace.orElseGet(cluster::usualNamespace);
      int code =
          new GatewayTest(
                  cluster,
                  where,
                  selected.orElseThrow(),
                  options,
                  new TestConsole(out, err, format == Format.json, new Consent(in, err)::to),
                  clock,
                  System::nanoTime)
              .run((kind, name) -> audited(cluster, where, known, kind, name))
              .exitCode();
      CommandException.checkWritten(out);
      return code;
    }
  }

  private Map<String, String> given() {
    Map<String, String> given = new HashMap<>();
    loads.addTo(given);
    Map.of(
            SERVICE, service,
            TARGET, target,
            BASELINE, baseline,
            DEADLINE, deadline,
            HOW, how)
        .forEach((name, value) -> value.ifPresent(text -> given.put(name, text)));
    return given;
  }

  private TargetChoice target(SettingReader reader) {
    if (service.isPresent() && target.isPresent()) {
      reader.problem(TARGET, "given beside " + SERVICE, "one of them");
    }
    return reader
        .optional(
            TARGET,
            "HOST:PORT",
            text -> HostPort.parse(text).<TargetChoice>map(TargetChoice.Address::new))
        .or(() ->
            reader.optional(SERVICE, TargetChoice.ALLOWED_SERVICE, TargetChoice::parseService))
        .orElseGet(TargetChoice.Default::new);
  }

  private static Optional<RolloutMethod> method(String text) {
    return switch (text) {
      case RESTART -> Optional.of(RolloutMethod.RESTART);
      case DELETE_ALL -> Optional.of(RolloutMethod.DELETE_ALL);
      default -> Optional.empty();
    };
  }

  /** Without the permissions of an audit there is less advice. */
  private Optional<AuditedGateway> audited(
      Cluster cluster, String where, List<Profile> known, String kind, String name)
      throws ClusterException {
    try {
      return ClusterAudit.of(cluster, Optional.of(where), known, version).gateways().stream()
          .filter(each -> each.gateway().subject().kind().equals(kind))
          .filter(each -> each.gateway().subject().name().equals(name))
          .findFirst();
    } catch (ForbiddenException _) {
      return Optional.empty();
    }
  }
}
