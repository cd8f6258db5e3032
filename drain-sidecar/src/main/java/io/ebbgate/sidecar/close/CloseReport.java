package io.ebbgate.sidecar.close;

import io.ebbgate.core.close.CloseEnd;
import io.ebbgate.core.close.CloseProgress;
import io.ebbgate.core.close.CloseRequest;
import io.ebbgate.core.close.CloseTarget;
import io.ebbgate.core.contract.WireName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a request to close connections, so far.
 *
 * @param working connections of the last reading that may have something in flight
 * @param begun whether there was a reading; before, nothing is known of its connections
 * @param end empty while it runs
 */
public record CloseReport(
    CloseTarget target,
    CloseRequest request,
    CloseProgress progress,
    long working,
    boolean begun,
    Optional<CloseEnd> end) {

  /** After a failure: what was read last stands. */
  CloseReport with(CloseProgress failed) {
    return new CloseReport(target, request, failed, working, begun, end);
  }

  /** The same at its end. */
  CloseReport ended(CloseEnd how) {
    return new CloseReport(target, request, progress, working, begun, Optional.of(how));
  }

  /**
   * {@code waiting} before it begins, {@code running}, {@code dry_run}, {@code done}, {@code
   * called_off} or {@code failed}.
   */
  public String result() {
    return request.dryRun() && end.filter(CloseEnd.DONE::equals).isPresent()
        ? "dry_run"
        : end.map(WireName::of).orElse(begun ? "running" : "waiting");
  }

  /** Those that were to be closed and are still there. */
  public long failed() {
    return end.filter(CloseEnd.FAILED::equals).isPresent() ? progress.now().remaining() : 0;
  }

  /** For the answer and the log. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("listener", target.listener());
    fields.put("result", result());
    if (!request.id().isEmpty()) {
      fields.put("id", request.id());
    }
    if (begun) {
      counts(fields);
    }
    progress.failures().cause().ifPresent(cause -> fields.put("cause", cause));
    if (begun && target.shared().any()) {
      fields.put("shared", shared());
    }
    return fields;
  }

  private void counts(Map<String, Object> fields) {
    fields.put("there", progress.there());
    fields.put("closed", progress.closes().total());
    fields.put("closedLater", progress.closes().later());
    fields.put("closedWorking", progress.closes().working());
    fields.put("came", progress.came());
    fields.put("ended", progress.ended());
    fields.put("left", progress.left());
    fields.put("remaining", progress.now().remaining());
    fields.put("remainingWorking", progress.now().working());
    fields.put("working", working);
    fields.put("failed", failed());
    fields.put("tookMillis", progress.took().toMillis());
  }

  private Map<String, Object> shared() {
    Map<String, Object> shared = new LinkedHashMap<>();
    shared.put("listeners", target.shared().listeners());
    target.shared().chains().ifPresent(many -> shared.put("filterChains", many));
    shared.put("filterChainNames", target.shared().chainNames());
    return shared;
  }
}
