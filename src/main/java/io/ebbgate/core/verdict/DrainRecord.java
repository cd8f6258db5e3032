package io.ebbgate.core.verdict;

import io.ebbgate.core.config.Seconds;
import io.ebbgate.core.contract.PhaseNames;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one drain did and saw.
 *
 * @param connections of counted listeners
 * @param requests in flight, and connections that aren't HTTP, which may carry some
 * @param countedBy where the numbers of the last reading come from
 * @param closed connections that this closed by force
 * @param shrunk settings that did not fit into the grace, in the order they were cut
 */
public record DrainRecord(
    Trigger trigger,
    Timing timing,
    Remaining connections,
    Remaining requests,
    CountSource countedBy,
    AdminUse admin,
    ClosedByForce closed,
    List<String> shrunk,
    EnvoyPlan plan) {
  /** A drain that closed nothing by force. */
  public DrainRecord(
      Trigger trigger,
      Timing timing,
      Remaining connections,
      Remaining requests,
      CountSource countedBy,
      AdminUse admin,
      List<String> shrunk,
      EnvoyPlan plan) {
    this(
        trigger, timing, connections, requests, countedBy, admin, ClosedByForce.NONE, shrunk, plan);
  }

  /**
   * Connections that the kernel closed for a drain.
   *
   * @param http of listeners that are all HTTP
   * @param tcp of the others
   * @param working of all these, those that may have had something in flight
   */
  public record ClosedByForce(long http, long tcp, long working) {
    /** No connection. */
    public static final ClosedByForce NONE = new ClosedByForce(0, 0, 0);

    /** All of them. */
    public long total() {
      return http + tcp;
    }

    /** Both together. */
    public ClosedByForce plus(ClosedByForce more) {
      return new ClosedByForce(http + more.http, tcp + more.tcp, working + more.working);
    }
  }

  /**
   * When and how long.
   *
   * @param startedAt when the hook came
   * @param hold from the hook to its answer
   * @param budget the longest hold that was possible
   * @param phases in order of their first entry, each once
   */
  public record Timing(Instant startedAt, Duration hold, Duration budget, List<PhaseTime> phases) {
    public Timing {
      phases = List.copyOf(phases);
    }

    private Timing heldAtMost(Duration most) {
      return hold.compareTo(most) <= 0 ? this : new Timing(startedAt, most, budget, phases);
    }
  }

  /** A number at the first reading of Envoy and at the last. */
  public record Remaining(Count start, Count end) {}

  /**
   * The use of Envoy's admin interface.
   *
   * @param calls polls during the hold
   * @param failures polls without an answer
   * @param actions state changes that Envoy accepted, in order: {@code announce}
   */
  public record AdminUse(int calls, int failures, List<String> actions) {
    public AdminUse {
      actions = List.copyOf(actions);
    }
  }

  /**
   * What was planned for this Envoy.
   *
   * @param version Envoy's, {@code 1.40.0}; empty where unknown
   * @param summary the plan in one line
   * @param notes sentences about this Envoy
   */
  public record EnvoyPlan(Optional<String> version, String summary, List<String> notes) {
    public EnvoyPlan {
      notes = List.copyOf(notes);
    }
  }

  public DrainRecord {
    shrunk = List.copyOf(shrunk);
  }

  /** The grace period of a deletion limits its hold; a probe or the control port has others. */
  DrainRecord heldAtMost(Duration most) {
    return trigger == Trigger.DELETION
        ? new DrainRecord(
            trigger,
            timing.heldAtMost(most),
            connections,
            requests,
            countedBy,
            admin,
            closed,
            shrunk,
            plan)
        : this;
  }

  void write(Map<String, @Nullable Object> fields, Verdict.Detail detail) {
    fields.put(VerdictFields.TRIGGER, trigger.wireName());
    fields.put(VerdictFields.STARTED_AT, timing.startedAt().toString());
    fields.put(VerdictFields.HOLD_SECONDS, Seconds.of(timing.hold()));
    fields.put(VerdictFields.BUDGET_SECONDS, Seconds.of(timing.budget()));
    fields.put(VerdictFields.CONNECTIONS, pair(connections));
    fields.put(VerdictFields.REQUESTS, pair(requests));
    fields.put(VerdictFields.COUNTED_BY, countedBy.wireName());
    fields.put(VerdictFields.ADMIN_CALLS, admin.calls());
    fields.put(VerdictFields.ADMIN_FAILURES, admin.failures());
    if (closed.total() > 0) {
      fields.put(VerdictFields.CLOSED_BY_FORCE, closedFields());
    }
    Map<String, Object> phases = new LinkedHashMap<>();
    timing.phases().forEach(time -> phases.put(time.phase(), Seconds.of(time.lasted())));
    fields.put(VerdictFields.PHASES, phases);
    if (detail.compareTo(Verdict.Detail.NUMBERS_ONLY) < 0) {
      fields.put(VerdictFields.ACTIONS, admin.actions());
      fields.put(VerdictFields.SHRUNK, shrunk);
      fields.put(VerdictFields.ENVOY, plan.version().orElse(null));
    }
    if (detail.compareTo(Verdict.Detail.WITHOUT_PLAN) < 0) {
      fields.put(VerdictFields.PLAN, plan.summary());
    }
    if (detail.compareTo(Verdict.Detail.WITHOUT_NOTES) < 0) {
      fields.put(VerdictFields.NOTES, plan.notes());
    }
  }

  private Map<String, Object> closedFields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(VerdictFields.HTTP, closed.http());
    fields.put(VerdictFields.TCP, closed.tcp());
    fields.put(VerdictFields.WORKING, closed.working());
    return fields;
  }

  private static ClosedByForce closed(Map<?, ?> fields) {
    return new ClosedByForce(
        FieldValue.number(fields.get(VerdictFields.HTTP)),
        FieldValue.number(fields.get(VerdictFields.TCP)),
        FieldValue.number(fields.get(VerdictFields.WORKING)));
  }

  private static Map<String, @Nullable Object> pair(Remaining remaining) {
    Map<String, @Nullable Object> pair = new LinkedHashMap<>();
    pair.put(VerdictFields.START, FieldValue.count(remaining.start()));
    pair.put(VerdictFields.END, FieldValue.count(remaining.end()));
    return pair;
  }

  /** Empty where trigger or start are missing: such a document had no drain to report. */
  static Optional<DrainRecord> read(Map<?, ?> fields) {
    Optional<Instant> startedAt = FieldValue.instant(fields.get(VerdictFields.STARTED_AT));
    Optional<Trigger> trigger =
        constant(Trigger.values(), Trigger::wireName, fields.get(VerdictFields.TRIGGER));
    if (startedAt.isEmpty() || trigger.isEmpty()) {
      return Optional.empty();
    }
    Timing timing =
        new Timing(
            startedAt.get(),
            FieldValue.duration(fields.get(VerdictFields.HOLD_SECONDS)).orElse(Duration.ZERO),
            FieldValue.duration(fields.get(VerdictFields.BUDGET_SECONDS)).orElse(Duration.ZERO),
            phases(FieldValue.map(fields.get(VerdictFields.PHASES))));
    return Optional.of(
        new DrainRecord(
            trigger.get(),
            timing,
            remaining(fields.get(VerdictFields.CONNECTIONS)),
            remaining(fields.get(VerdictFields.REQUESTS)),
            constant(
                    CountSource.values(),
                    CountSource::wireName,
                    fields.get(VerdictFields.COUNTED_BY))
                .orElse(CountSource.UNKNOWN),
            new AdminUse(
                FieldValue.number(fields.get(VerdictFields.ADMIN_CALLS)),
                FieldValue.number(fields.get(VerdictFields.ADMIN_FAILURES)),
                FieldValue.texts(fields.get(VerdictFields.ACTIONS))),
            closed(FieldValue.map(fields.get(VerdictFields.CLOSED_BY_FORCE))),
            FieldValue.texts(fields.get(VerdictFields.SHRUNK)),
            new EnvoyPlan(
                FieldValue.text(fields.get(VerdictFields.ENVOY)),
                FieldValue.text(fields.get(VerdictFields.PLAN)).orElse(""),
                FieldValue.texts(fields.get(VerdictFields.NOTES)))));
  }

  private static <T> Optional<T> constant(
      T[] all, Function<T, String> wireName, @Nullable Object value) {
    return Stream.of(all).filter(each -> wireName.apply(each).equals(value)).findFirst();
  }

  /** In the order of the document; a phase that isn't ours is left out. */
  private static List<PhaseTime> phases(Map<?, ?> fields) {
    List<PhaseTime> phases = new ArrayList<>();
    fields.forEach((phase, seconds) -> {
      if (phase instanceof String name && PhaseNames.ALL.contains(name)) {
        FieldValue.duration(seconds).ifPresent(lasted -> phases.add(new PhaseTime(name, lasted)));
      }
    });
    return phases;
  }

  private static Remaining remaining(@Nullable Object value) {
    Map<?, ?> pair = FieldValue.map(value);
    return new Remaining(
        FieldValue.count(pair.get(VerdictFields.START)),
        FieldValue.count(pair.get(VerdictFields.END)));
  }
}
