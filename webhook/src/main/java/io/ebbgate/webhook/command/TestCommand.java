package io.ebbgate.webhook.command;

import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.config.HostPort;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.WireName;
import io.ebbgate.webhook.audit.AuditedGateway;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.cluster.RefusedException;
import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.load.LoadPlan;
import io.ebbgate.webhook.profile.ProfileException;
import io.ebbgate.webhook.rollout.GatewayTest;
import io.ebbgate.webhook.rollout.LoadOptions;
import io.ebbgate.webhook.rollout.RolloutMethod;
import io.ebbgate.webhook.rollout.TargetChoice;
import io.ebbgate.webhook.rollout.TestOptions;
import io.ebbgate.webhook.status.PodSelector;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javax.net.ssl.SNIHostName;
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
          + " 75 not all of its pods are ready; 77 a permission is missing; 130 interrupted.",
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
  private static final String SERVICE = "--service";
  private static final String TARGET = "--target";
  private static final String KINDS = "--kinds";
  private static final String RATE = "--rate";
  private static final String SESSIONS = "--sessions";
  private static final String SESSION = "--session";
  private static final String BASELINE = "--baseline";
  private static final String DEADLINE = "--deadline";
  private static final String HOW = "--how";
  private static final String PATH = "--path";
  private static final String LONG_PATH = "--long-path";
  private static final String WEBSOCKET_PATH = "--websocket-path";
  private static final String HOST = "--host";
  private static final Set<Kind> USUAL =
      EnumSet.of(Kind.KEEP_ALIVE, Kind.NEW_CONNECTION, Kind.IDLE, Kind.HTTP2);

  @Parameters(
      index = "0",
      paramLabel = "WORKLOAD",
      description = "The gateway: deployment/NAME, daemonset/NAME, statefulset/NAME or a name.")
  private String workload = "";

  @Option(
      names = {"-n", "--namespace"},
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
      names = KINDS,
      completionCandidates = Candidates.Kinds.class,
      paramLabel = "KIND,...",
      description =
          "Kinds of clients: keep_alive, new_connection, idle, http2, health_check, long_answer,"
              + " websocket. Default: the first four, and those with a path.")
  private Optional<String> kinds = Optional.empty();

  @Option(
      names = RATE,
      paramLabel = "N",
      description = "Requests a second, 50 to 2000. Default: 200.")
  private Optional<String> rate = Optional.empty();

  @Option(names = PATH, paramLabel = "PATH", description = "Path with a 2xx answer. Default: /.")
  private Optional<String> path = Optional.empty();

  @Option(
      names = LONG_PATH,
      paramLabel = "PATH",
      description = "Path whose answer takes long, up to a minute; 20 clients ask for it.")
  private Optional<String> longPath = Optional.empty();

  @Option(
      names = WEBSOCKET_PATH,
      paramLabel = "PATH",
      description = "Path of a WebSocket that echoes what it is sent.")
  private Optional<String> webSocketPath = Optional.empty();

  @Option(
      names = SESSIONS,
      paramLabel = "N",
      description = "WebSockets that are open at once, up to 500. Default: 8.")
  private Optional<String> sessions = Optional.empty();

  @Option(
      names = SESSION,
      paramLabel = "DURATION",
      description = "How long each of them lasts, 1s to 5m. Default: 30s.")
  private Optional<String> session = Optional.empty();

  @Option(
      names = HOST,
      paramLabel = "NAME",
      description = "Host that requests name, and TLS. Default: the target's address.")
  private Optional<String> host = Optional.empty();

  @Option(
      names = "--tls",
      description = "Uses TLS, with any certificate: what is tested is the rollout.")
  private boolean tls;

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
    Optional<PodSelector.Workload> selected =
        reader.optional("WORKLOAD", PodSelector.ALLOWED, PodSelector::parseWorkload);
    TargetChoice choice = choice(reader);
    LoadOptions load = load(reader);
    TestOptions options =
        new TestOptions(
            load,
            reader
                .optional(HOW, RESTART + " or " + DELETE_ALL, TestCommand::method)
                .orElse(RolloutMethod.RESTART),
            reader.seconds(BASELINE, TestOptions.LONGEST).orElse(Duration.ofSeconds(10)),
            reader.seconds(DEADLINE, TestOptions.LONGEST).orElse(Duration.ofMinutes(5)),
            yes,
            format == Format.json);
    reader.finish();
    List<Profile> known = profiles.known();
    try (Cluster cluster = clusters.open()) {
      String where = namespace.orElseGet(cluster::usualNamespace);
      int code =
          new GatewayTest(
                  cluster,
                  where,
                  selected.orElseThrow(),
                  choice,
                  options,
                  out,
                  err,
                  new Consent(in, err)::to,
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
    given.put("WORKLOAD", workload.isEmpty() ? "/" : workload);
    Map.of(
            SERVICE, service,
            TARGET, target,
            RATE, rate,
            SESSIONS, sessions,
            SESSION, session,
            BASELINE, baseline,
            DEADLINE, deadline,
            HOW, how)
        .forEach((name, value) -> value.ifPresent(text -> given.put(name, text)));
    return given;
  }

  private TargetChoice choice(SettingReader reader) {
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

  private LoadOptions load(SettingReader reader) {
    Map<Kind, String> paths = paths(reader);
    Set<Kind> wanted = kinds(reader, paths);
    return new LoadOptions(
        wanted,
        number(reader, RATE, 200, LoadPlan.LEAST_RATE, LoadOptions.MOST_RATE),
        number(reader, SESSIONS, LoadPlan.SESSIONS, 1, LoadOptions.MOST_SESSIONS),
        reader.seconds(SESSION, LoadOptions.LONGEST_SESSION).orElse(Duration.ofSeconds(30)),
        paths,
        tls,
        host(reader));
  }

  private Optional<String> host(SettingReader reader) {
    if (host.isPresent() && !(isPlain(host.get()) && (!tls || isServerName(host.get())))) {
      reader.problem(HOST, '"' + host.get() + '"', "a host's name");
    }
    return host;
  }

  /** Whether TLS can name it, without its port; an address it does not name. */
  private static boolean isServerName(String host) {
    int colon = host.lastIndexOf(':');
    if (colon != host.indexOf(':')) {
      return true;
    }
    try {
      var _ = new SNIHostName(colon < 0 ? host : host.substring(0, colon));
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private Map<Kind, String> paths(SettingReader reader) {
    Map<Kind, String> paths = new EnumMap<>(Kind.class);
    add(
        reader,
        paths,
        PATH,
        path,
        LoadOptions.KINDS.stream().filter(Kind::quick).collect(Collectors.toSet()));
    add(reader, paths, LONG_PATH, longPath, Set.of(Kind.LONG_ANSWER));
    add(reader, paths, WEBSOCKET_PATH, webSocketPath, Set.of(Kind.WEBSOCKET));
    return paths;
  }

  private static void add(
      SettingReader reader,
      Map<Kind, String> paths,
      String option,
      Optional<String> value,
      Set<Kind> kinds) {
    if (value.isEmpty()) {
      return;
    }
    if (!value.get().startsWith("/") || !isPlain(value.get())) {
      reader.problem(option, '"' + value.get() + '"', "a path that begins with /, without blanks");
    }
    kinds.forEach(kind -> paths.put(kind, value.get()));
  }

  /** Whether a request's head can have it. */
  private static boolean isPlain(String text) {
    return !text.isEmpty() && text.chars().allMatch(each -> each > ' ' && each < 0x7f);
  }

  private Set<Kind> kinds(SettingReader reader, Map<Kind, String> paths) {
    Set<Kind> found = EnumSet.noneOf(Kind.class);
    if (kinds.isEmpty()) {
      found.addAll(USUAL);
      paths.keySet().stream().filter(kind -> !kind.quick()).forEach(found::add);
      return found;
    }
    String allowed =
        LoadOptions.KINDS.stream().map(Kind::wireName).collect(Collectors.joining(", "));
    for (String name : words(kinds.get())) {
      Optional<Kind> kind =
          LoadOptions.KINDS.stream().filter(each -> each.wireName().equals(name)).findFirst();
      kind.ifPresentOrElse(
          found::add, () -> reader.problem(KINDS, '"' + name + '"', "some of " + allowed));
    }
    require(reader, found, paths, Kind.LONG_ANSWER, LONG_PATH);
    require(reader, found, paths, Kind.WEBSOCKET, WEBSOCKET_PATH);
    return found.isEmpty() ? USUAL : found;
  }

  private static List<String> words(String list) {
    List<String> words = new ArrayList<>();
    for (String word : list.split(",", -1)) {
      words.add(word.strip());
    }
    return words;
  }

  private static void require(
      SettingReader reader, Set<Kind> wanted, Map<Kind, String> paths, Kind kind, String option) {
    if (wanted.contains(kind) && !paths.containsKey(kind)) {
      reader.problem(option, "missing", "a path for " + WireName.of(kind));
    }
  }

  private static int number(SettingReader reader, String name, int usual, int least, int most) {
    return reader.value(
        name,
        Integer.toString(usual),
        "a number from %d to %d".formatted(least, most),
        text -> HostPort.parsePort(text).filter(read -> read >= least && read <= most));
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
