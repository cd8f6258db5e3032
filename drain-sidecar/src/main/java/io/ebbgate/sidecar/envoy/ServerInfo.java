package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.drain.EnvoyFacts.Strategy;
import io.ebbgate.core.drain.EnvoyVersion;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/**
 * What {@code /server_info} says. Nothing else of it is kept: {@code config_yaml} may hold secrets.
 *
 * @param uptime of this process, in whole seconds; negative after a jump of the wall clock to
 *     before its start, since Envoy counts it by that clock
 * @param epoch of a hot restart, from 0; each is another process
 * @param parentShutdown how long the process of the epoch before is there at most
 */
public record ServerInfo(
    Optional<EnvoyVersion> version,
    Strategy strategy,
    Duration drainTime,
    boolean draining,
    Optional<Duration> uptime,
    long epoch,
    Duration parentShutdown) {
  /** Envoy's default for {@code --drain-time-s}. */
  private static final Duration DEFAULT_DRAIN_TIME = Duration.ofMinutes(10);

  /** Envoy's default for {@code --parent-shutdown-time-s}. */
  static final Duration DEFAULT_PARENT_SHUTDOWN = Duration.ofMinutes(15);

  /** The call that asks for it. */
  public static AdminCall<ServerInfo> call() {
    return AdminCall.get("/server_info", "", AdminCall.SHORT, ServerInfo::read);
  }

  /** Whether the process of the epoch before may still be there. */
  public boolean besideParent() {
    return epoch > 0 && uptime.filter(since -> since.compareTo(parentShutdown) > 0).isEmpty();
  }

  static ServerInfo read(InputStream body) throws IOException {
    Draft draft = new Draft();
    JsonReader.document(body, draft::read);
    if (!draft.found) {
      throw new IOException("no server info");
    }
    return new ServerInfo(
        draft.version,
        draft.strategy,
        draft.drainTime,
        draft.draining,
        draft.uptime,
        draft.epoch,
        draft.parentShutdown);
  }

  private static final class Draft {
    private boolean found;
    private Optional<EnvoyVersion> version = Optional.empty();
    private Strategy strategy = Strategy.GRADUAL;
    private Duration drainTime = DEFAULT_DRAIN_TIME;
    private boolean draining;
    private Optional<Duration> uptime = Optional.empty();
    private long epoch;
    private Duration parentShutdown = DEFAULT_PARENT_SHUTDOWN;

    private void read(JsonReader json, String name) throws IOException {
      switch (name) {
        case "version" -> version = json.text().flatMap(EnvoyVersion::parse);
        case "state" -> {
          found = true;
          draining = json.text().filter("DRAINING"::equals).isPresent();
        }
        case "uptime_current_epoch" -> uptime = json.text().flatMap(JsonDuration::signed);
        case "command_line_options" -> json.fields(this::option);
        default -> {}
      }
    }

    private void option(JsonReader json, String name) throws IOException {
      switch (name) {
        case "drain_time" ->
            drainTime = json.text().flatMap(JsonDuration::setting).orElse(DEFAULT_DRAIN_TIME);
        case "restart_epoch" -> epoch = json.number().orElse(0);
        case "parent_shutdown_time" ->
            parentShutdown =
                json.text().flatMap(JsonDuration::setting).orElse(DEFAULT_PARENT_SHUTDOWN);
        case "drain_strategy" ->
            strategy =
                json.text().filter("Immediate"::equals).isPresent()
                    ? Strategy.IMMEDIATE
                    : Strategy.GRADUAL;
        default -> {}
      }
    }
  }
}
