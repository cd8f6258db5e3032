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
 * @param usual the usual time limit of the whole call, from connecting to the last byte
 * @param most the limit that it may not pass however slowly Envoy answers
 * @param reader reads the answer's body
 * @param abandoned once true, the call ends as if its time were up
 */
public record AdminCall<T>(
    String label,
    String target,
    boolean changes,
    Duration usual,
    Duration most,
    Reader<T> reader,
    BooleanSupplier abandoned) {
  /** The usual limit of a poll or an action. */
  public static final Duration SHORT = Duration.ofMillis(500);

  /** The usual limit of a config dump, which Envoy's main thread has to write first. */
  public static final Duration LONG = Duration.ofSeconds(2);

  /** The limit of any call, at most. */
  public static final Duration LONGEST = Duration.ofSeconds(5);

  /** Reads an answer's body to its end. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(InputStream body) throws IOException;
  }

  /** The answer of a call of which only the status matters. */
  public enum Taken {
    TAKEN
  }

  public AdminCall(String label, String target, boolean changes, Duration usual, Reader<T> reader) {
    this(label, target, changes, usual, LONGEST, reader, () -> false);
  }

  /** A read-only call. */
  static <T> AdminCall<T> get(String label, String query, Duration usual, Reader<T> reader) {
    return new AdminCall<>(label, label + query, false, usual, reader);
  }

  /**
   * Asks for next to nothing, which Envoy answers in a millisecond unless its main thread stands
   * still.
   */
  public static AdminCall<Taken> ready() {
    return get("/ready", "", SHORT, AdminCall::skip).within(SHORT);
  }

  /** A call that changes Envoy's state. */
  public static AdminCall<Taken> post(String target) {
    return new AdminCall<>(label(target), target, true, SHORT, AdminCall::skip);
  }

  private static String label(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** A read of which only the status matters, of Envoy or of a check beside it. */
  public static AdminCall<Taken> status(String target) {
    return new AdminCall<>(label(target), target, false, SHORT, AdminCall::skip);
  }

  /** Restores a failed health check. */
  public static AdminCall<Taken> restoreReadiness() {
    return post("/healthcheck/ok");
  }

  /** The time limit of the whole call. */
  public Duration limit() {
    return shorter(usual, most);
  }

  /** The same call with this limit at most. */
  public AdminCall<T> within(Duration limit) {
    return new AdminCall<>(label, target, changes, usual, shorter(limit, most), reader, abandoned);
  }

  /** The same call with this usual limit. */
  public AdminCall<T> usually(Duration limit) {
    return new AdminCall<>(label, target, changes, limit, most, reader, abandoned);
  }

  /** The same call, abandoned once this is true. */
  public AdminCall<T> unless(BooleanSupplier urgent) {
    return new AdminCall<>(label, target, changes, usual, most, reader, urgent);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static Taken skip(InputStream body) throws IOException {
    body.transferTo(OutputStream.nullOutputStream());
    return Taken.TAKEN;
  }
}
