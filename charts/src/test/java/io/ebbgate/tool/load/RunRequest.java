package io.ebbgate.tool.load;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The load to make, its gateway, and which exchanges are kept. */
record RunRequest(GatewayPorts gateway, LoadPlan plan, Retention retention) {
  private static final int HIGHEST_RATE = 5_000;
  private static final String RATE = RequestFields.whole(LoadPlan.LEAST_RATE, HIGHEST_RATE);
  private static final int LONGEST_SESSION = 3_600;
  private static final int DEFAULT_SESSION = 4;

  /**
   * Reads {@code {"host":"198.19.1.2","http":80,"rate":1100}} and the optional {@code tls} and
   * {@code tcp} ports, {@code kinds} (all that have a port), {@code sessionSeconds} (4) and {@code
   * keep} (all).
   *
   * @throws MistakeException for the first mistake in it
   */
  static RunRequest parse(String json) throws InvalidRequestException {
    RequestFields fields = RequestFields.of(json);
    GatewayPorts gateway =
        new GatewayPorts(
            fields.address("http").orElseThrow(() -> fields.mistake("http", RequestFields.PORT)),
            fields.address("tls"),
            fields.address("tcp"));
    int rate =
        fields
            .number("rate", LoadPlan.LEAST_RATE, HIGHEST_RATE)
            .orElseThrow(() -> fields.mistake("rate", RATE));
    int session = fields.number("sessionSeconds", 1, LONGEST_SESSION).orElse(DEFAULT_SESSION);
    LoadPlan plan = LoadPlan.of(rate, kinds(fields, gateway)).sessions(Duration.ofSeconds(session));
    return new RunRequest(gateway, plan, fields.retention());
  }

  private static Set<Kind> kinds(RequestFields fields, GatewayPorts gateway)
      throws InvalidRequestException {
    Set<Kind> reachable = EnumSet.allOf(Kind.class);
    reachable.removeIf(kind -> gateway.address(kind).isEmpty());
    Optional<Set<Kind>> wanted = fields.kinds();
    for (Kind kind : wanted.orElse(reachable)) {
      if (!reachable.contains(kind)) {
        throw new InvalidRequestException(
            "kinds has %1$s and there is no port for it; allowed is %1$s beside a field %1$s."
                .formatted(kind.wireName()));
      }
    }
    return wanted.orElse(reachable);
  }
}
