package io.ebbgate.tool.load;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ebbgate.webhook.load.GatewayPorts;
import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.load.Ledger;
import io.ebbgate.webhook.load.LoadPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The load to make, its gateway, and which exchanges are kept. */
record RunRequest(GatewayPorts gateway, LoadPlan plan, Ledger.Retention retention) {
  private static final int HIGHEST_RATE = 5_000;
  private static final int LONGEST_SESSION = 3_600;
  private static final int MOST_WEBSOCKETS = 2_000;
  private static final int DEFAULT_SESSION = 4;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /**
   * Reads {@code {"host":"198.19.1.2","http":80,"rate":1100}} and the optional {@code tls} and
   * {@code tcp} ports, {@code kinds} (all usual ones that have a port), {@code sessionSeconds} (4),
   * {@code webSockets} (8) and {@code keep} (all).
   *
   * @throws IOException for what is no such object, and for a host without an address
   * @throws IllegalArgumentException for a number out of its range, and a kind without a port
   */
  static RunRequest parse(String json) throws IOException {
    return Optional.ofNullable(JSON.readValue(json, Fields.class))
        .orElseThrow(() -> new IllegalArgumentException("The body is null; allowed is an object."))
        .request();
  }

  private record Fields(
      @JsonProperty(required = true) String host,
      @JsonProperty(required = true) int http,
      @Nullable Integer tls,
      @Nullable Integer tcp,
      @JsonProperty(required = true) int rate,
      @Nullable Set<Kind> kinds,
      @Nullable Integer sessionSeconds,
      @Nullable Integer webSockets,
      Ledger.@Nullable Retention keep) {
    RunRequest request() throws UnknownHostException {
      if (host.isBlank()) {
        throw new IllegalArgumentException("host is blank.");
      }
      InetAddress address = InetAddress.getByName(host);
      GatewayPorts gateway =
          new GatewayPorts(
              port(address, "http", http),
              Optional.ofNullable(tls).map(port -> port(address, "tls", port)),
              Optional.ofNullable(tcp).map(port -> port(address, "tcp", port)));
      int seconds = requireNonNullElse(sessionSeconds, DEFAULT_SESSION);
      LoadPlan plan =
          LoadPlan.of(within("rate", rate, LoadPlan.LEAST_RATE, HIGHEST_RATE), kinds(gateway))
              .sessions(Duration.ofSeconds(within("sessionSeconds", seconds, 1, LONGEST_SESSION)))
              .webSockets(
                  within(
                      "webSockets",
                      requireNonNullElse(webSockets, LoadPlan.SESSIONS),
                      1,
                      MOST_WEBSOCKETS));
      return new RunRequest(gateway, plan, requireNonNullElse(keep, Ledger.Retention.ALL));
    }

    private Set<Kind> kinds(GatewayPorts gateway) {
      Set<Kind> reachable = EnumSet.allOf(Kind.class);
      reachable.removeIf(kind -> gateway.address(kind).isEmpty());
      Set<Kind> usual = Kind.usual();
      usual.retainAll(reachable);
      Set<Kind> wanted = requireNonNullElse(kinds, usual);
      if (wanted.isEmpty() || !reachable.containsAll(wanted)) {
        throw new IllegalArgumentException(
            "kinds is %s; there are ports for %s.".formatted(wanted, reachable));
      }
      return wanted;
    }

    private static InetSocketAddress port(InetAddress host, String name, int port) {
      return new InetSocketAddress(host, within(name, port, 1, 65_535));
    }

    private static int within(String name, int value, int least, int most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            "%s is %d; allowed is %d to %d.".formatted(name, value, least, most));
      }
      return value;
    }
  }
}
