package io.ebbgate.webhook.switchover;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.switchover.RouteTarget;
import io.ebbgate.core.switchover.SwitchoverStep.Quiet;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.List;

/**
 * One switchover of one listener.
 *
 * @param until where its route has to point to
 * @param peers only clients with these addresses, as the sidecar takes them; empty for all
 * @param shared also where others are hit that can't be told apart
 * @param id by which sidecars know it from others
 * @param command of the operator; may be empty
 */
public record SwitchoverRequest(
    String listener,
    RouteTarget until,
    String peers,
    boolean shared,
    String id,
    List<String> command) {
  public SwitchoverRequest {
    command = List.copyOf(command);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private static String path(String listener, String call) {
    return Paths.LISTENERS + "/" + encoded(listener) + call;
  }

  private String which() {
    return (peers.isEmpty() ? "" : "&peers=" + encoded(peers)) + (shared ? "&shared=true" : "");
  }

  /** The call that counts. */
  String dryRun() {
    return path(listener, Paths.CLOSE) + "?dry-run=true" + which();
  }

  /** The call that counts the connections of any listener. */
  static String countOf(String name) {
    return path(name, Paths.CLOSE) + "?dry-run=true&shared=true";
  }

  /** The parameter of a beginning by the sidecar's own clock. */
  static String beginAt(Duration clock) {
    return "&begin=%dms".formatted(clock.toMillis());
  }

  /** The parameter of a beginning a while after the call arrives. */
  static String beginAfter(Duration delay) {
    return "&delay=%dms".formatted(delay.toMillis());
  }

  /**
   * The call that keeps the listener closed.
   *
   * @param begin the parameter that says from when
   */
  String keepClosed(String begin, Duration keep, Quiet quiet) {
    return path(listener, Paths.CLOSE)
        + "?id=%s%s&keep=%dms%s%s"
            .formatted(id, begin, keep.toMillis(), parameters(quiet), which());
  }

  /** The call that says how far that has come. */
  String progress() {
    return path(listener, Paths.CLOSE);
  }

  /** The call that ends it. */
  String letIn() {
    return path(listener, Paths.CLOSE) + "?id=" + id;
  }

  /**
   * The call that ends it as soon as the route points to where it should, if it does in time.
   *
   * @param before clusters that it pointed to; more than a few are left out
   */
  String letInAtRoute(List<String> before, Duration wait) {
    return letIn()
        + "&until-route=%s&wait=%dms".formatted(encoded(until.option()), wait.toMillis())
        + also(before);
  }

  /** The call that closes once more what is there. */
  String closeAgain(Quiet quiet) {
    return path(listener, Paths.CLOSE) + "?id=" + id + parameters(quiet) + which();
  }

  private static String parameters(Quiet quiet) {
    return "&wait-quiet=%dms%s"
        .formatted(quiet.limit().toMillis(), quiet.spare() ? "&spare-working=true" : "");
  }

  private static String also(List<String> clusters) {
    String names = String.join(",", clusters.stream().limit(32).toList());
    return names.isEmpty() ? "" : "&also=" + encoded(names);
  }

  /** The call that says where the listener's clients are led. */
  String route() {
    return path(listener, Paths.ROUTE);
  }

  /**
   * The same with endpoints.
   *
   * @param also clusters beside those of the route; more than a few are left out
   */
  String endpoints(List<String> also) {
    return route() + "?endpoints=true" + also(also);
  }
}
