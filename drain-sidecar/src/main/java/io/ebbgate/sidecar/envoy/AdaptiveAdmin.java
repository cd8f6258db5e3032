package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.lifecycle.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Envoy's admin interface with time limits that follow its answers: slow is not silent. A call that
 * ran into its limit doubles the next limit of its path, a slow answer makes it some times as long
 * as that answer took, up to {@link AdminCall#LONGEST}; quick answers make it a quarter shorter,
 * down to the usual one. For one thread.
 */
public final class AdaptiveAdmin implements EnvoyAdmin {
  /** The next answer may take this many times as long as the last one. */
  private static final int TIMES = 3;

  private final EnvoyAdmin admin;
  private final Ticker ticker;
  private final Map<String, Duration> limits = new HashMap<>();

  public AdaptiveAdmin(EnvoyAdmin admin, Ticker ticker) {
    this.admin = admin;
    this.ticker = ticker;
  }

  @Override
  public <T> AdminResult<T> call(AdminCall<T> call) {
    Duration limit = longer(call.usual(), limits.getOrDefault(call.label(), Duration.ZERO));
    long began = ticker.nanos();
    AdminResult<T> result = admin.call(call.usually(limit));
    Duration took = Duration.ofNanos(ticker.nanos() - began);
    switch (result) {
      case AdminResult.Answered<T> _, AdminResult.Status<T> _, AdminResult.Broken<T> _ ->
          limits.put(call.label(), capped(longer(times(took, TIMES), threeQuarters(limit))));
      // Where it was cut short, by the drain's deadline or an urgent command, nothing is known.
      case AdminResult.TimedOut<T> _ when took.compareTo(limit) >= 0 ->
          limits.put(call.label(), capped(times(limit, 2)));
      case AdminResult.TimedOut<T> _, AdminResult.ConnectionRefused<T> _ -> {
        // Nothing to learn.
      }
    }
    return result;
  }

  private static Duration capped(Duration limit) {
    return limit.compareTo(AdminCall.LONGEST) > 0 ? AdminCall.LONGEST : limit;
  }

  // Duration's own arithmetic is BigDecimal's, whose class takes a small JVM 12 ms to load.
  private static Duration times(Duration duration, int times) {
    return Duration.ofNanos(duration.toNanos() * times);
  }

  private static Duration threeQuarters(Duration duration) {
    return Duration.ofNanos(duration.toNanos() / 4 * 3);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
