package io.ebbgate.sidecar.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.drain.AdminAction;
import io.ebbgate.core.drain.Observation.Effect;
import io.ebbgate.core.testkit.ManualTicker;
import io.ebbgate.sidecar.drain.ScriptedEnvoy.Fault;
import io.ebbgate.sidecar.envoy.AdminCall;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.watch.DrainMarker;
import io.ebbgate.sidecar.watch.EnvoyWatch;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AdminActionsTest {
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final JsonLog LOG =
      new JsonLog(new ByteArrayOutputStream(), InstantSource.fixed(Instant.EPOCH));

  @TempDir Path folder;
  private final ManualTicker ticker = new ManualTicker(0);
  private final ScriptedEnvoy envoy = new ScriptedEnvoy(ticker);
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = folder.resolve("draining");
  }

  private AdminActions actions(EnvoyAdmin admin) {
    return new AdminActions(admin, watch(admin), new DrainMarker(file, LOG), LOG);
  }

  private EnvoyWatch watch(EnvoyAdmin admin) {
    EnvoyWatch watch =
        new EnvoyWatch(admin, ticker, InstantSource.fixed(Instant.EPOCH), Set.of(), LOG);
    watch.poll();
    return watch;
  }

  /** What Envoy says now may change, but not that it forbids a call or doesn't have it. */
  @ParameterizedTest
  @CsvSource({"301, RETRY", "399, RETRY", "400, REFUSED", "499, REFUSED", "500, RETRY"})
  void aStatusOfTheFourHundredsIsNeverTakenBack(int status, Effect effect) {
    AdminActions actions = actions(new Answering(status));

    assertThat(actions.send(AdminAction.ANNOUNCE, LIMIT)).isEqualTo(effect);
    assertThat(actions.undo()).isEmpty();
  }

  private record Answering(int status) implements EnvoyAdmin {
    @Override
    public <T> AdminResult<T> call(AdminCall<T> call) {
      return new AdminResult.Status<>(status);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"TIMED_OUT", "ANSWER_LOST", "BROKEN"})
  void aListenerDrainWithoutAnAnswerMayHaveBeenTaken(Fault fault) {
    AdminActions actions = actions(envoy);
    envoy.faults.put("/drain_listeners", fault);

    assertThat(actions.send(AdminAction.ANNOUNCE, LIMIT)).isEqualTo(Effect.RETRY);
    assertThat(actions.undo()).isPresent();
  }

  @Test
  void aListenerDrainThatReachedNobodyNeedsNoUndoing() {
    AdminActions actions = actions(envoy);
    envoy.faults.put("/drain_listeners", Fault.CONNECTION_REFUSED);

    assertThat(actions.send(AdminAction.ANNOUNCE, LIMIT)).isEqualTo(Effect.RETRY);
    assertThat(actions.undo()).isEmpty();
  }

  @Test
  void aFailedHealthCheckIsMarkedAndUndone() {
    AdminActions actions = actions(envoy);

    assertThat(actions.send(AdminAction.FAIL_READINESS, LIMIT)).isEqualTo(Effect.DONE);
    assertThat(file).exists();
    assertThat(actions.undo()).isEmpty();
    assertThat(envoy.draining).isFalse();
  }

  @Test
  void aRestoredHealthCheckIsNotMarkedAnyMore() {
    AdminActions actions = actions(envoy);
    var _ = actions.send(AdminAction.FAIL_READINESS, LIMIT);

    assertThat(actions.send(AdminAction.RESTORE_READINESS, LIMIT)).isEqualTo(Effect.DONE);
    assertThat(envoy.draining).isFalse();
    assertThat(file).doesNotExist();
    envoy.posts.clear();
    assertThat(actions.undo()).isEmpty();
    assertThat(envoy.posts).isEmpty();
  }

  @Test
  void theMarkOfAFailedHealthCheckStaysWhereItCouldNotBeRestored() {
    AdminActions actions = actions(envoy);
    var _ = actions.send(AdminAction.FAIL_READINESS, LIMIT);
    envoy.faults.put("/healthcheck/ok", Fault.UNAVAILABLE);

    assertThat(actions.send(AdminAction.RESTORE_READINESS, LIMIT)).isEqualTo(Effect.RETRY);
    assertThat(file).exists();
  }

  @Test
  void aHealthCheckThatAnotherProgramFailedIsNotRestored() {
    envoy.draining = true;
    AdminActions actions = actions(envoy);
    var _ = actions.send(AdminAction.FAIL_READINESS, LIMIT);

    assertThat(actions.send(AdminAction.RESTORE_READINESS, LIMIT)).isEqualTo(Effect.REFUSED);
    assertThat(envoy.draining).isTrue();
  }

  @Test
  void theMarkOfAFailedHealthCheckHasThatListenersWereStoppedBefore() {
    EnvoyWatch watch = watch(envoy);
    DrainMarker marker = new DrainMarker(file, LOG);
    AdminActions actions = new AdminActions(envoy, watch, marker, LOG);
    var _ = actions.send(AdminAction.STOP_LISTENERS, LIMIT);
    var _ = actions.send(AdminAction.FAIL_READINESS, LIMIT);

    assertThat(marker.stopped(watch.startedAt())).isTrue();
  }

  @Test
  void aHealthCheckThatAnotherProgramFailedIsNeitherMarkedNorUndone() {
    envoy.draining = true;
    AdminActions actions = actions(envoy);

    assertThat(actions.send(AdminAction.FAIL_READINESS, LIMIT)).isEqualTo(Effect.DONE);
    assertThat(file).doesNotExist();
    assertThat(actions.undo()).isEmpty();
    assertThat(envoy.draining).isTrue();
  }

  @Test
  void aHealthCheckThatCouldNotBeFailedIsNotMarked() {
    AdminActions actions = actions(envoy);
    envoy.faults.put("/healthcheck/fail", Fault.FORBIDDEN);

    assertThat(actions.send(AdminAction.FAIL_READINESS, LIMIT)).isEqualTo(Effect.REFUSED);
    assertThat(file).doesNotExist();
  }

  @Test
  void theMarkOfAFailedHealthCheckStaysThoughItIsFailedAgainInVain() {
    AdminActions actions = actions(envoy);
    var _ = actions.send(AdminAction.FAIL_READINESS, LIMIT);
    envoy.faults.put("/healthcheck/fail", Fault.UNAVAILABLE);
    var _ = actions.send(AdminAction.FAIL_READINESS, LIMIT);

    assertThat(file).exists();
  }

  @Test
  void anEnvoyThatTakesACallAndStaysReadyDidNothing() {
    envoy.idle = true;
    AdminActions actions = actions(envoy);

    assertThat(actions.send(AdminAction.FAIL_READINESS, LIMIT)).isEqualTo(Effect.NONE);
    assertThat(actions.send(AdminAction.STOP_LISTENERS, LIMIT)).isEqualTo(Effect.DONE);
  }

  @Test
  void anUndoingThatEnvoyDoesNotAcceptIsSaid() {
    AdminActions actions = actions(envoy);
    var _ = actions.send(AdminAction.FAIL_READINESS, LIMIT);
    envoy.faults.put("/healthcheck/ok", Fault.UNAVAILABLE);

    assertThat(actions.undo()).isPresent();
  }

  @Test
  void toAnEnvoyThatTookOverNothingWasSent() {
    AdminActions actions = actions(envoy);
    var _ = actions.send(AdminAction.ANNOUNCE, LIMIT);
    var _ = actions.send(AdminAction.FAIL_READINESS, LIMIT);
    actions.begin();
    envoy.posts.clear();

    assertThat(actions.undo()).isEmpty();
    assertThat(envoy.posts).isEmpty();
  }
}
