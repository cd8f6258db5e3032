package io.ebbgate.sidecar.watch;

import io.ebbgate.core.drain.AdminAction;
import io.ebbgate.core.drain.Plan;
import io.ebbgate.core.drain.Restrictions;
import io.ebbgate.core.drain.Statistic;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import io.ebbgate.sidecar.envoy.MutatingPaths;
import io.ebbgate.sidecar.envoy.StatPoll;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.log.LogKeys;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** What one Envoy process doesn't do, found out once. */
final class EnvoyLimits {
  private final JsonLog log;
  private Optional<Set<AdminAction>> forbidden = Optional.empty();
  private Optional<Set<Statistic>> missing = Optional.empty();

  EnvoyLimits(JsonLog log) {
    this.log = log;
  }

  /** As far as it is known. */
  Restrictions known() {
    return new Restrictions(forbidden.orElse(Set.of()), missing.orElse(Set.of()));
  }

  OptionalInt statisticsMissing() {
    return missing.isPresent() ? OptionalInt.of(missing.get().size()) : OptionalInt.empty();
  }

  boolean pathsKnown() {
    return forbidden.isPresent();
  }

  /** Finds out which mutating paths are forbidden; true if that was news. */
  boolean probePaths(EnvoyAdmin admin) {
    if (forbidden.isPresent()) {
      return false;
    }
    forbidden = MutatingPaths.forbidden(admin);
    forbidden
        .filter(some -> !some.isEmpty())
        .ifPresent(some ->
            log.warn(
                "Envoy's admin interface forbids calls that a drain needs; allow them by its"
                    + " allow_paths",
                LogKeys.PATH,
                some.stream().sorted().map(AdminAction::path).collect(Collectors.joining(", "))));
    return forbidden.filter(some -> !some.isEmpty()).isPresent();
  }

  /** Finds out which statistics this plan's listeners don't have; true if that was news. */
  boolean probeStatistics(Plan plan, EnvoyAdmin admin) {
    if (missing.isPresent() || plan.contexts().isEmpty()) {
      return false;
    }
    missing = new StatPoll(plan).missing(admin);
    missing
        .filter(some -> !some.isEmpty())
        .ifPresent(some ->
            log.warn(
                "Envoy does not keep statistics that a drain counts by",
                LogKeys.CAUSE,
                some.stream().sorted().map(Statistic::pattern).collect(Collectors.joining(", "))));
    return missing.filter(some -> !some.isEmpty()).isPresent();
  }
}
