package io.ebbgate.core.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.testkit.Property;
import io.ebbgate.core.verdict.DrainRecord.AdminUse;
import io.ebbgate.core.verdict.DrainRecord.EnvoyPlan;
import io.ebbgate.core.verdict.DrainRecord.Remaining;
import io.ebbgate.core.verdict.DrainRecord.Timing;
import io.ebbgate.core.verdict.Verdict.Detail;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {
  @Test
  void readsBackWhateverItWrites() {
    Property.holds(
        500,
        random -> {
          Verdict verdict = random(random);

          assertThat(Verdict.read(verdict.fields())).contains(verdict);
        });
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void readsBackEveryOutcomeWithoutADrain(Outcome outcome) {
    Verdict verdict = Verdict.withoutDrain(outcome);

    assertThat(Verdict.read(verdict.fields())).contains(verdict);
  }

  @ParameterizedTest
  @EnumSource(Detail.class)
  void keepsOutcomeTimesAndCountsAtEveryDetail(Detail detail) {
    Property.holds(
        100,
        random -> {
          Verdict verdict = random(random);
          DrainRecord written = verdict.drain().orElseThrow();

          Verdict read = Verdict.read(verdict.fields(detail)).orElseThrow();

          assertThat(read.outcome()).isEqualTo(verdict.outcome());
          assertThat(read.drain())
              .hasValueSatisfying(drain -> {
                assertThat(drain.timing()).isEqualTo(written.timing());
                assertThat(drain.connections()).isEqualTo(written.connections());
                assertThat(drain.requests()).isEqualTo(written.requests());
              });
        });
  }

  @Test
  void leavesOutNotesFirstThenThePlanThenTheLists() {
    Verdict verdict = random(new java.util.Random(1));

    assertThat(verdict.fields(Detail.WITHOUT_NOTES))
        .doesNotContainKey(VerdictFields.NOTES)
        .containsKey(VerdictFields.PLAN);
    assertThat(verdict.fields(Detail.WITHOUT_PLAN))
        .doesNotContainKey(VerdictFields.PLAN)
        .containsKey(VerdictFields.ACTIONS);
    assertThat(verdict.fields(Detail.NUMBERS_ONLY))
        .doesNotContainKeys(VerdictFields.ACTIONS, VerdictFields.SHRUNK, VerdictFields.ENVOY)
        .containsKey(VerdictFields.PHASES);
  }

  static Stream<Map<String, ?>> foreign() {
    return Stream.of(
        Map.of(),
        Map.of(VerdictFields.VERDICT, "fine"),
        Map.of(VerdictFields.VERDICT, 7),
        Map.of(VerdictFields.VERDICT, Map.of(VerdictFields.VERDICT, "clean")),
        Map.of(VerdictFields.VERDICT, "CLEAN"));
  }

  @ParameterizedTest
  @MethodSource("foreign")
  void isNoneWithoutAnOutcomeOfOurs(Map<String, ?> document) {
    assertThat(Verdict.read(document)).isEmpty();
  }

  static Stream<Object> impossible() {
    return Stream.of(
        -1, 1e300, Double.NaN, Double.POSITIVE_INFINITY, 86_401, "7", List.of(), Map.of());
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void leavesOutValuesThatCanNotBe(Object value) {
    Map<String, Object> forged = new HashMap<>();
    forged.putAll(known(Outcome.FORCED).fields());
    forged.put(VerdictFields.HOLD_SECONDS, value);
    forged.put(
        VerdictFields.ADMIN_CALLS, value instanceof Integer positive && positive > 0 ? "" : value);
    forged.put(VerdictFields.PHASES, Map.of(PhaseNames.WAITING, value, "sleeping", 1));
    forged.put(VerdictFields.NOTES, value);

    DrainRecord drain = Verdict.read(forged).flatMap(Verdict::drain).orElseThrow();

    assertThat(drain.timing().hold()).isZero();
    assertThat(drain.timing().phases()).isEmpty();
    assertThat(drain.admin().calls()).isZero();
    assertThat(drain.plan().notes()).isEmpty();
  }

  static Stream<Object> notCounts() {
    return Stream.of(
        -1, Integer.MIN_VALUE, FieldValue.MOST + 1, Integer.MAX_VALUE, Long.MAX_VALUE, 1.5, "7");
  }

  @ParameterizedTest
  @MethodSource("notCounts")
  void takesNoCountThatNoPodReaches(Object value) {
    Map<String, Object> forged = new HashMap<>();
    forged.putAll(known(Outcome.FORCED).fields());
    Map<String, Object> pair = Map.of(VerdictFields.START, 7, VerdictFields.END, value);
    forged.put(VerdictFields.CONNECTIONS, pair);
    forged.put(VerdictFields.REQUESTS, pair);
    forged.put(VerdictFields.ADMIN_CALLS, value);
    forged.put(VerdictFields.ADMIN_FAILURES, value);

    DrainRecord drain = Verdict.read(forged).flatMap(Verdict::drain).orElseThrow();

    assertThat(drain.connections().start()).isEqualTo(Count.of(7));
    assertThat(drain.connections().end()).isInstanceOf(Count.Unknown.class);
    assertThat(drain.requests().end()).isInstanceOf(Count.Unknown.class);
    assertThat(drain.admin().calls()).isZero();
    assertThat(drain.admin().failures()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday",
        "1969-12-31T23:59:59Z",
        "+10000-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z"
      })
  void hasNoDrainWhereItsStartCanNotBeRead(String startedAt) {
    Map<String, Object> cut = new HashMap<>();
    cut.putAll(known(Outcome.FORCED).fields());
    cut.put(VerdictFields.STARTED_AT, startedAt);

    assertThat(Verdict.read(cut)).contains(Verdict.withoutDrain(Outcome.FORCED));
  }

  /** A verdict with a drain of 12.346 s, as it stands in documents of other tests too. */
  static Verdict known(Outcome outcome) {
    return new Verdict(
        outcome,
        false,
        Optional.of(
            new DrainRecord(
                Trigger.DELETION,
                new Timing(
                    Instant.parse("2026-11-21T08:00:00Z"),
                    Duration.ofMillis(12_346),
                    Duration.ofSeconds(60),
                    List.of(new PhaseTime(PhaseNames.ANNOUNCING, Duration.ofSeconds(8)))),
                new Remaining(Count.of(7), Count.of(2)),
                new Remaining(Count.of(3), Count.unknown("not reported")),
                CountSource.STATISTICS,
                new AdminUse(50, 1, List.of("announce", "stop_listeners")),
                List.of("idle-linger"),
                new EnvoyPlan(Optional.of("1.40.0"), "announce", List.of("A note.")))));
  }

  private static Verdict random(RandomGenerator random) {
    return new Verdict(
        Property.oneOf(random, List.of(Outcome.values())),
        random.nextBoolean(),
        Optional.of(
            new DrainRecord(
                Property.oneOf(random, List.of(Trigger.values())),
                new Timing(
                    Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000)),
                    millis(random),
                    millis(random),
                    PhaseNames.ALL.stream()
                        .filter(_ -> random.nextBoolean())
                        .map(phase -> new PhaseTime(phase, millis(random)))
                        .toList()),
                new Remaining(count(random), count(random)),
                new Remaining(count(random), count(random)),
                Property.oneOf(random, List.of(CountSource.values())),
                new AdminUse(random.nextInt(1_000), random.nextInt(1_000), texts(random)),
                texts(random),
                new EnvoyPlan(
                    random.nextBoolean() ? Optional.empty() : Optional.of("1.40.0"),
                    "announce, 2 listeners",
                    texts(random)))));
  }

  private static Duration millis(RandomGenerator random) {
    return Duration.ofMillis(random.nextLong(86_400_001L));
  }

  private static Count count(RandomGenerator random) {
    return random.nextInt(4) == 0
        ? Count.unknown("the document does not say")
        : Count.of(random.nextLong(FieldValue.MOST));
  }

  private static List<String> texts(RandomGenerator random) {
    return Stream.generate(() -> "a \"text\" of " + random.nextInt())
        .limit(random.nextInt(4))
        .toList();
  }
}
