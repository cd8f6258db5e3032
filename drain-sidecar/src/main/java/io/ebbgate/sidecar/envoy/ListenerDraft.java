package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.drain.ListenerFacts.Direction;
import io.ebbgate.core.drain.ListenerFacts.Protocol;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A listener's configuration as far as a drain depends on it, while it is being read. */
final class ListenerDraft {
  private static final String HTTP = ".HttpConnectionManager";

  private final DumpBudget budget;
  private String name = "";
  private Optional<String> statPrefix = Optional.empty();
  private Optional<String> address = Optional.empty();
  private int port;
  private boolean datagrams;
  private boolean quic;
  private boolean internal;
  private boolean modifyOnly;
  private Direction direction = Direction.UNSPECIFIED;
  private boolean http;
  private boolean raw;
  private boolean uncounted;
  private final Set<String> prefixes = new HashSet<>();
  private Optional<Duration> drainTimeout = Optional.empty();
  private Optional<Duration> delayedClose = Optional.empty();

  ListenerDraft(DumpBudget budget) {
    this.budget = budget;
  }

  void read(JsonReader json, String field) throws IOException {
    switch (field) {
      case "name" -> name = json.text().orElse("");
      case "stat_prefix" -> statPrefix = json.text().filter(text -> !text.isEmpty());
      case "address" -> json.fields(this::address);
      case "traffic_direction" -> direction = direction(json.text().orElse(""));
      case "drain_type" -> modifyOnly = json.text().filter("MODIFY_ONLY"::equals).isPresent();
      case "internal_listener" -> internal = true;
      case "udp_listener_config" -> json.field("quic_options", _ -> quic = true);
      case "filter_chains" -> json.elements(this::chain);
      case "default_filter_chain" -> chain(json);
      default -> {}
    }
  }

  private void address(JsonReader json, String kind) throws IOException {
    switch (kind) {
      case "socket_address" -> json.fields(this::socket);
      case "pipe" -> json.field("path", path -> address = path.text());
      default -> {}
    }
  }

  private void socket(JsonReader json, String part) throws IOException {
    switch (part) {
      case "address" -> address = json.text();
      case "port_value" -> port = Math.clamp(json.number().orElse(0), 0, 65535);
      case "protocol" -> datagrams = json.text().filter("UDP"::equals).isPresent();
      default -> {}
    }
  }

  private void chain(JsonReader json) throws IOException {
    boolean[] found = {false};
    json.field("filters", filters -> filters.elements(each -> found[0] |= filter(each)));
    http |= found[0];
    raw |= !found[0];
  }

  private boolean filter(JsonReader json) throws IOException {
    boolean[] manager = {false};
    boolean[] counted = {false};
    json.fields((_, part) -> {
      switch (part) {
        case "name" ->
            manager[0] |=
                json.text().filter(text -> text.endsWith("http_connection_manager")).isPresent();
        case "typed_config" -> {
          FilterDraft draft = configuration(json);
          manager[0] |= draft.http;
          counted[0] = draft.http && draft.prefix.isPresent();
        }
        default -> {}
      }
    });
    // Its requests have a name that can't be read: its connections have to do for them.
    uncounted |= manager[0] && !counted[0];
    return manager[0];
  }

  /** Reads a filter's own configuration; a {@code TypedStruct} has it one level down. */
  private FilterDraft configuration(JsonReader json) throws IOException {
    FilterDraft filter = new FilterDraft();
    json.fields(filter::read);
    if (filter.http) {
      if (filter.prefix.isPresent() && prefixes.add(filter.prefix.get())) {
        budget.prefix(filter.prefix.get());
      }
      drainTimeout = longer(drainTimeout, filter.drain);
      delayedClose = longer(delayedClose, filter.close);
    }
    return filter;
  }

  private static final class FilterDraft {
    private boolean http;
    private Optional<String> prefix = Optional.empty();
    private Duration drain = ListenerFacts.DEFAULT_DRAIN_TIMEOUT;
    private Duration close = ListenerFacts.DEFAULT_DELAYED_CLOSE;

    private void read(JsonReader json, String part) throws IOException {
      switch (part) {
        case "@type", "type_url" -> http |= json.text().filter(t -> t.endsWith(HTTP)).isPresent();
        case "stat_prefix" -> prefix = json.text().map(ListenerDraft::statText);
        case "drain_timeout" -> drain = json.text().flatMap(JsonDuration::setting).orElse(drain);
        case "delayed_close_timeout" ->
            close = json.text().flatMap(JsonDuration::setting).orElse(close);
        case "value" -> json.fields(this::read);
        default -> {}
      }
    }
  }

  ListenerFacts finish(Map<String, Integer> ports) throws IOException {
    String text = addressText();
    String shown = name.isEmpty() ? text : name;
    String statName = statText(statPrefix.orElse(text));
    budget.listener(shown, text, statName);
    return new ListenerFacts(
        shown,
        text,
        port == 0 ? ports.getOrDefault(name, 0) : port,
        statName,
        protocol(),
        direction,
        modifyOnly,
        prefixes,
        drainTimeout.orElse(ListenerFacts.DEFAULT_DRAIN_TIMEOUT),
        delayedClose.orElse(ListenerFacts.DEFAULT_DELAYED_CLOSE));
  }

  /** As Envoy writes it; for its statistics a listener on port 0 stays on port 0 (tried). */
  private String addressText() {
    if (internal) {
      return "envoy_internal_" + name;
    }
    String host = Ipv6Text.canonical(address.orElse(""));
    if (host.startsWith("/") || host.startsWith("@")) {
      return host;
    }
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private Protocol protocol() {
    if (internal) {
      return Protocol.INTERNAL;
    }
    if (datagrams && !quic) {
      return Protocol.UDP;
    }
    if (http) {
      return raw || uncounted ? Protocol.MIXED : Protocol.HTTP;
    }
    return Protocol.TCP;
  }

  /** What Envoy makes of a name inside a statistic's name ({@code sanitizeStatsName}). */
  static String statText(String text) {
    return text.replace("://", "_").replace(":/", "_").replace(':', '_').replace('\0', '_');
  }

  private static Direction direction(String text) {
    return switch (text) {
      case "INBOUND" -> Direction.INBOUND;
      case "OUTBOUND" -> Direction.OUTBOUND;
      default -> Direction.UNSPECIFIED;
    };
  }

  private static Optional<Duration> longer(Optional<Duration> before, Duration now) {
    return before.filter(known -> known.compareTo(now) >= 0).or(() -> Optional.of(now));
  }
}
