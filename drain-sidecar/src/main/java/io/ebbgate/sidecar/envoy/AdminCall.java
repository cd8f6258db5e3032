package io.ebbgate.sidecar.envoy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * One call of Envoy's admin interface.
 *
 * @param label the path without its query, for metrics
 * @param target path and query
 * @param changes whether it changes Envoy's state, and so has to be a POST
 * @param limit the time limit of the whole call, from connecting to the last byte
 * @param reader reads the answer's body
 * @param abandoned once true, the call ends as if its time were up
 */
public record AdminCall<T>(
    String label,
    String target,
    boolean changes,
    Duration limit,
    Reader<T> reader,
    BooleanSupplier abandoned) {
  /** The limit of a poll or an action. */
  public static final Duration SHORT = Duration.ofMillis(500);

  /** The limit of a config dump, which Envoy's main thread has to write first. */
  public static final Duration LONG = Duration.ofSeconds(2);

  /** Reads an answer's body to its end. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(InputStream body) throws IOException;
  }

  /** The answer of a call of which only the status matters. */
  public enum Taken {
    TAKEN
  }

  public AdminCall(String label, String target, boolean changes, Duration limit, Reader<T> reader) {
    this(label, target, changes, limit, reader, () -> false);
  }

  /** A read-only call. */
  static <T> AdminCall<T> get(String label, String query, Duration limit, Reader<T> reader) {
    return new AdminCall<>(label, label + query, false, limit, reader);
  }

  /** A call that changes Envoy's state. */
  public static AdminCall<Taken> post(String target) {
    int query = target.indexOf('?');
    String label = query < 0 ? target : target.substring(0, query);
    return new AdminCall<>(label, target, true, SHORT, AdminCall::skip);
  }

  /** A read of which only the status matters, of Envoy or of a check beside it. */
  public static AdminCall<Taken> status(String target) {
    return new AdminCall<>(target, target, false, SHORT, AdminCall::skip);
  }

  /** Restores a failed health check. */
  public static AdminCall<Taken> restoreReadiness() {
    return post("/healthcheck/ok");
  }

  /** The same call with this limit, if it is shorter. */
  public AdminCall<T> within(Duration most) {
    return most.compareTo(limit) < 0
        ? new AdminCall<>(label, target, changes, most, reader, abandoned)
        : this;
  }

  /** The same call, abandoned once this is true. */
  public AdminCall<T> unless(BooleanSupplier urgent) {
    return new AdminCall<>(label, target, changes, limit, reader, urgent);
  }

  private static Taken skip(InputStream body) throws IOException {
    body.transferTo(OutputStream.nullOutputStream());
    return Taken.TAKEN;
  }
}
