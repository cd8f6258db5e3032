package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.config.HostPort;
import io.ebbgate.core.context.PortUse;
import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.drain.ListenerFacts.Direction;
import io.ebbgate.core.drain.ListenerFacts.Protocol;
import io.ebbgate.core.drain.ListenerFacts.Timeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A listener's configuration as far as a drain depends on it, while it is being read. */
final class ListenerDraft {
  private static final String HTTP = ".HttpConnectionManager";
  private static final String TCP = ".TcpProxy";

  /** Different timeouts that are kept of one listener, at most. */
  private static final int MOST_TIMEOUTS = 16;

  private final DumpBudget budget;
  private String name = "";
  private Optional<String> statPrefix = Optional.empty();
  private AddressDraft address = new AddressDraft();
  private final List<AddressDraft> additional = new ArrayList<>();
  private boolean quic;
  private boolean internal;
  private boolean modifyOnly;
  private Direction direction = Direction.UNSPECIFIED;
  private boolean http;
  private boolean raw;
  private boolean uncounted;
  private final PortUseDraft use;
  private final Set<String> prefixes = new HashSet<>();
  private final Set<Timeouts> timeouts = new HashSet<>();

  ListenerDraft(DumpBudget budget) {
    this.budget = budget;
    this.use = new PortUseDraft(budget);
  }

  void read(JsonReader json, String field) throws IOException {
    switch (field) {
      case "name" -> name = json.text().orElse("");
      case "stat_prefix" -> statPrefix = json.text().filter(text -> !text.isEmpty());
      case "address" -> address = AddressDraft.read(json);
      case "additional_addresses" -> json.elements(each -> each.field("address", this::additional));
      case "traffic_direction" -> direction = direction(json.text().orElse(""));
      case "drain_type" -> modifyOnly = json.text().filter("MODIFY_ONLY"::equals).isPresent();
      case "internal_listener" -> internal = true;
      case "udp_listener_config" -> json.field("quic_options", _ -> quic = true);
      case "filter_chains" -> json.elements(this::chain);
      case "default_filter_chain" -> chain(json);
      default -> use.read(json, field);
    }
  }

  private void additional(JsonReader json) throws IOException {
    AddressDraft more = AddressDraft.read(json);
    budget.address(more.text());
    additional.add(more);
  }

  private void chain(JsonReader json) throws IOException {
    boolean[] found = {false};
    PortUseDraft.Chain chain = new PortUseDraft.Chain();
    json.fields((_, field) -> {
      if (field.equals("filters")) {
        json.elements(each -> found[0] |= filter(each));
      } else {
        chain.read(json, field);
      }
    });
    use.add(chain);
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
    }
    if (filter.http || filter.tcp) {
      timeouts(filter.timeouts());
    }
    return filter;
  }

  /** Each chain's own; where they are of very many kinds, one that is as long as each of them. */
  private void timeouts(Timeouts more) {
    timeouts.add(more);
    if (timeouts.size() > MOST_TIMEOUTS) {
      Timeouts longest = timeouts.stream().reduce(more, ListenerDraft::longest);
      timeouts.clear();
      timeouts.add(longest);
    }
  }

  private static Timeouts longest(Timeouts one, Timeouts other) {
    return new Timeouts(
        longer(one.drain(), other.drain()),
        longer(one.delayedClose(), other.delayedClose()),
        longer(one.idle(), other.idle()));
  }

  private static final class FilterDraft {
    private boolean http;
    private boolean tcp;
    private Optional<String> prefix = Optional.empty();
    private Duration drain = ListenerFacts.DEFAULT_DRAIN_TIMEOUT;
    private Duration close = ListenerFacts.DEFAULT_DELAYED_CLOSE;
    private Duration idle = ListenerFacts.DEFAULT_IDLE_TIMEOUT;

    /** A client that isn't HTTP is given no notice. */
    private Timeouts timeouts() {
      return http
          ? new Timeouts(drain, close, idle)
          : new Timeouts(Duration.ZERO, Duration.ZERO, idle);
    }

    private void read(JsonReader json, String part) throws IOException {
      switch (part) {
        case "@type", "type_url" -> {
          String type = json.text().orElse("");
          http |= type.endsWith(HTTP);
          tcp |= type.endsWith(TCP);
        }
        case "stat_prefix" -> prefix = json.text().map(ListenerDraft::statText);
        case "drain_timeout" -> drain = json.text().flatMap(JsonDuration::setting).orElse(drain);
        case "delayed_close_timeout" ->
            close = json.text().flatMap(JsonDuration::setting).orElse(close);
        // A TCP proxy's own; a connection manager has it one level down.
        case "idle_timeout" -> idle = json.text().flatMap(JsonDuration::setting).orElse(idle);
        case "common_http_protocol_options" ->
            json.field(
                "idle_timeout",
                value -> idle = value.text().flatMap(JsonDuration::setting).orElse(idle));
        case "value" -> json.fields(this::read);
        default -> {}
      }
    }
  }

  /**
   * The listener.
   *
   * @param ports the ports that each named listener is really bound to, in the order of its
   *     addresses
   */
  ListenerFacts finish(Map<String, List<Integer>> ports) throws IOException {
    String text = internal ? "envoy_internal_" + name : address.text();
    String shown = name.isEmpty() ? text : name;
    String statName = statText(statPrefix.orElse(text));
    budget.listener(shown, text, statName);
    return new ListenerFacts(
        shown,
        text,
        internal ? List.of() : bound(ports.getOrDefault(name, List.of())),
        statName,
        protocol(),
        direction,
        modifyOnly,
        prefixes,
        timeouts);
  }

  PortUse portUse() {
    return use.finish();
  }

  private List<HostPort> bound(List<Integer> ports) {
    List<HostPort> all = new ArrayList<>();
    address.bound(ports.isEmpty() ? 0 : ports.getFirst()).ifPresent(all::add);
    for (int i = 0; i < additional.size(); i++) {
      additional.get(i).bound(i + 1 < ports.size() ? ports.get(i + 1) : 0).ifPresent(all::add);
    }
    return all;
  }

  private Protocol protocol() {
    if (internal) {
      return Protocol.INTERNAL;
    }
    if (address.datagrams() && !quic) {
      return Protocol.UDP;
    }
    if (http) {
      Protocol all = address.datagrams() ? Protocol.HTTP3 : Protocol.HTTP;
      return raw || uncounted ? Protocol.MIXED : all;
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

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
