package io.ebbgate.sidecar.watch;

import io.ebbgate.core.config.HoldUntil;
import io.ebbgate.core.config.HostPort;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.drain.DrainPhase.Announcing;
import io.ebbgate.core.drain.DrainPhase.Unreachable;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.verdict.Trigger;
import io.ebbgate.sidecar.envoy.AdminCall;
import io.ebbgate.sidecar.envoy.AdminClient;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks the check that {@code hold-until} names, while a drain announces, whether the load balancer
 * still has the pod. On a thread of its own: a check that hangs holds nothing up.
 */
public final class RegistrationCheck {
  /** Gets each answer, on the check's thread. */
  @FunctionalInterface
  public interface Listener {
    void registration(boolean registered);
  }

  private static final Duration PAUSE = Duration.ofMillis(250);

  private final EnvoyAdmin client;
  private final String path;
  private final Listener listener;
  private @Nullable Thread running;

  RegistrationCheck(EnvoyAdmin client, String path, Listener listener) {
    this.client = client;
    this.path = path;
    this.listener = listener;
  }

  /** Empty where the setting names no check. */
  public static Optional<RegistrationCheck> of(
      HoldUntil setting, Ticker ticker, Listener listener) {
    return setting instanceof HoldUntil.Check(HostPort address, String path)
        ? Optional.of(
            new RegistrationCheck(
                new AdminClient(
                    List.of(
                        new InetSocketAddress(
                            InetAddress.ofLiteral(address.host()), address.port())),
                    ticker),
                path,
                listener))
        : Optional.empty();
  }

  /** Starts with the announcing and ends with it; called after each step of a drain. */
  public void follow(DrainPhase phase) {
    boolean wanted = announces(phase);
    if (wanted && running == null) {
      running = Thread.ofPlatform().daemon().name("registration-check").start(this::run);
    } else if (!wanted && running != null) {
      running.interrupt();
      running = null;
    }
  }

  private static boolean announces(DrainPhase phase) {
    return switch (phase) {
      case Announcing announcing -> announcing.terms().trigger() != Trigger.RESTART;
      case Unreachable lost -> announces(lost.from());
      case DrainPhase.Serving _,
          DrainPhase.Waiting _,
          DrainPhase.Closing _,
          DrainPhase.Released _ ->
          false;
    };
  }

  private void run() {
    try {
      while (true) {
        ask().ifPresent(listener::registration);
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Empty where the answer says nothing. */
  Optional<Boolean> ask() {
    return switch (client.call(AdminCall.status(path))) {
      case AdminResult.Answered<AdminCall.Taken> _ -> Optional.of(true);
      case AdminResult.Status<AdminCall.Taken>(int code)
          when code == 404 || code == 410 || code == 503 ->
          Optional.of(false);
      case AdminResult<AdminCall.Taken> _ -> Optional.empty();
    };
  }
}
