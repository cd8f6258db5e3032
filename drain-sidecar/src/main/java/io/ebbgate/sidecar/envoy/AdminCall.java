package io.ebbgate.sidecar.envoy;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.drain.AdminAction;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * One call: what is asked, how long it may take, and who reads the answer.
 *
 * @param label the path without its query, for metrics
 * @param target path and query
 * @param changes true for what changes Envoy's state, and so has to be a POST
 * @param limit the absolute time limit of the call, from connecting to the last byte
 * @param left says when nobody wants the answer any more, as if its time were up
 */
public record AdminCall<T>(
    String label,
    String target,
    boolean changes,
    Duration limit,
    Reader<T> reader,
    BooleanSupplier left) {
  /** A poll, an action. */
  public static final Duration SHORT = Duration.ofMillis(500);

  /** A config dump, which Envoy's main thread has to write first. */
  public static final Duration LONG = Duration.ofSeconds(2);

  /** Reads an answer's body to its end. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(InputStream body) throws IOException;
  }

  /** An answer of which only the status matters. */
  public enum Taken {
    TAKEN
  }

  public AdminCall {
    requireNonNull(label);
    requireNonNull(target);
    requireNonNull(limit);
    requireNonNull(reader);
    requireNonNull(left);
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

  /** An action of a drain. */
  public static AdminCall<Taken> of(AdminAction action) {
    return post(action.path());
  }

  /** Takes a failed health check back. */
  public static AdminCall<Taken> recover() {
    return post("/healthcheck/ok");
  }

  /** The same with less time, where a deadline is near. */
  public AdminCall<T> within(Duration most) {
    return most.compareTo(limit) < 0
        ? new AdminCall<>(label, target, changes, most, reader, left)
        : this;
  }

  /** The same, ended as if its time were up once this says so. */
  public AdminCall<T> unless(BooleanSupplier urgent) {
    return new AdminCall<>(label, target, changes, limit, reader, urgent);
  }

  private static Taken skip(InputStream body) throws IOException {
    body.transferTo(java.io.OutputStream.nullOutputStream());
    return Taken.TAKEN;
  }
}
