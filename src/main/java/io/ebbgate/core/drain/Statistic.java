package io.ebbgate.core.drain;

/** A statistic of Envoy's that a drain counts by. */
public enum Statistic {
  /** Open connections of a listener. */
  LISTENER_CONNECTIONS("listener.*.downstream_cx_active"),
  /** Connections that a listener ever accepted. */
  LISTENER_ACCEPTED("listener.*.downstream_cx_total"),
  /** Open connections of an HTTP connection manager. */
  HTTP_CONNECTIONS("http.*.downstream_cx_active"),
  /** Its requests in flight. */
  HTTP_REQUESTS("http.*.downstream_rq_active"),
  /** Requests that it ever had. */
  HTTP_REQUESTS_BEGUN("http.*.downstream_rq_total");

  private final String pattern;

  Statistic(String pattern) {
    this.pattern = pattern;
  }

  /** Its name with a star for the listener or the manager. */
  public String pattern() {
    return pattern;
  }

  /** Its name for this listener or manager. */
  public String of(String middle) {
    return pattern.replace("*", middle);
  }
}
