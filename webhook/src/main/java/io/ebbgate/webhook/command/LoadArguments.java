package io.ebbgate.webhook.command;

import io.ebbgate.core.config.HostPort;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.WireName;
import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.load.LoadPlan;
import io.ebbgate.webhook.load.Requests;
import io.ebbgate.webhook.rollout.LoadOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The options of {@code ebbgate test} that say which clients there are and what they ask for. */
final class LoadArguments {
  private static final String KINDS = "--kinds";
  private static final String RATE = "--rate";
  private static final String SESSIONS = "--sessions";
  private static final String SESSION = "--session";
  private static final String PATH = "--path";
  private static final String LONG_PATH = "--long-path";
  private static final String WEBSOCKET_PATH = "--websocket-path";
  private static final String HOST = "--host";
  private static final Set<Kind> USUAL =
      EnumSet.of(Kind.KEEP_ALIVE, Kind.NEW_CONNECTION, Kind.IDLE, Kind.HTTP2);

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

  /** Adds what the reader needs. */
  void addTo(Map<String, String> given) {
    Map.of(RATE, rate, SESSIONS, sessions, SESSION, session)
        .forEach((name, value) -> value.ifPresent(text -> given.put(name, text)));
  }

  /** Reads them; a mistake becomes a problem of the reader. */
  LoadOptions read(SettingReader reader) {
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
    if (host.isPresent() && !(isPlain(host.get()) && (!tls || Requests.isServerName(host.get())))) {
      reader.problem(HOST, '"' + host.get() + '"', "a host's name");
    }
    return host;
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
}
