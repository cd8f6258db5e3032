package io.ebbgate.webhook.switchover;

import io.ebbgate.core.contract.WireName;
import io.ebbgate.core.switchover.SwitchoverEnd;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What came of a switchover.
 *
 * @param pastChecks whether its checks were passed; before, nothing is done
 * @param took from its beginning
 * @param keptOut from the first close to when clients were let in everywhere
 * @param commandExit of the operator's command
 * @param notes sentences about what went wrong
 */
public record SwitchoverResult(
    SwitchoverEnd end,
    boolean pastChecks,
    Duration took,
    Optional<Duration> keptOut,
    OptionalInt commandExit,
    List<PodResult> pods,
    List<String> notes) {
  /**
   * What was done at one pod.
   *
   * @param there connections at first
   * @param closed of these and of those that came
   * @param closedWorking of the closed, that may have had something in flight
   * @param came anew while the listener was kept closed
   * @param released whether clients are known to be let in
   */
  public record PodResult(
      String pod,
      long there,
      long closed,
      long closedWorking,
      long came,
      boolean released,
      Optional<Long> toOld,
      Optional<Long> toNew) {}

  public SwitchoverResult {
    pods = List.copyOf(pods);
    notes = List.copyOf(notes);
  }

  /** {@code not_moved}. */
  public String outcome() {
    return WireName.of(end);
  }

  long closed() {
    return pods.stream().mapToLong(PodResult::closed).sum();
  }

  private long sum(boolean old) {
    return pods.stream()
        .flatMap(pod -> (old ? pod.toOld() : pod.toNew()).stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  /** One sentence for people. */
  public String sentence() {
    String proof =
        "%d connections to the old endpoint, %d to the new one".formatted(sum(true), sum(false));
    return switch (end) {
      case MOVED ->
          "The route points to the new endpoint and clients are there: %d connections were closed, %s."
              .formatted(closed(), proof);
      case NOT_CLOSED ->
          "The deadline came before all connections were closed; clients are let in again.";
      case NOT_QUIET ->
          "Connections still had something in flight after --wait-quiet, and --force was not given;"
              + " clients are let in again.";
      case COMMAND_FAILED -> "The command failed; clients are let in again.";
      case NOT_MOVED ->
          "The deadline came before the route pointed to the new endpoint on each pod; clients are"
              + " let in again.";
      case NOT_PROVEN ->
          "The route points to the new endpoint and clients are let in, but this is not proven: %s."
              .formatted(proof);
      case NOT_RESTARTED ->
          "The route points to the new endpoint, but not every pod was replaced: old ones still"
              + " lead their clients to the old endpoint.";
      case NOT_CLOSABLE ->
          "Nothing was done: pods close no connections, and a restart was not agreed to.";
      case NO_PODS -> "Nothing was done: there is no pod.";
      case SILENT -> "Nothing was done: a pod does not answer.";
      case BUSY ->
          pastChecks
              ? "Another request closes connections of this listener and is left alone; nothing of"
                  + " ours does any more."
              : "Nothing was done: another request closes connections of this listener.";
      case INTERRUPTED -> "Interrupted; clients are let in again.";
    };
  }
}
