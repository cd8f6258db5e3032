package io.ebbgate.sidecar.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.admission.SelectiveClose;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.drain.DrainPhase;
import io.ebbgate.core.drain.PodTerms;
import io.ebbgate.core.drain.Reading;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.core.verdict.VerdictFields;
import io.ebbgate.sidecar.envoy.AdminCall;
import io.ebbgate.sidecar.envoy.AdminResult;
import io.ebbgate.sidecar.envoy.EnvoyAdmin;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.report.DrainListener;
import io.ebbgate.sidecar.report.TerminationLog;
import io.ebbgate.sidecar.watch.ObserverNotice;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The drain's thread, on real time. */
@Timeout(30)
class DrainLoopTest {
  /** As the JVM's own preallocated one: the same object each time. */
  private final OutOfMemoryError same = new OutOfMemoryError("scripted");

  @TempDir Path folder;

  @Test
  void survivesTheSameErrorEverywhereAndAnswersItsHookAtTheDeadline() throws Exception {
    DrainLoop loop = loop(new Failing(), new FailingListener());
    Thread thread = Thread.ofPlatform().daemon(true).start(loop::run);
    CompletableFuture<Verdict> hook = loop.hook(System.nanoTime());
    loop.podTerminating();

    assertThat(hook.get(10, TimeUnit.SECONDS).drain()).isPresent();
    assertThat(loop.stop().get(10, TimeUnit.SECONDS).drain()).isPresent();
    assertThat(loop.ended()).isFalse();
    thread.interrupt();
    assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    assertThat(loop.ended()).isTrue();
  }

  private DrainLoop loop(EnvoyAdmin admin, DrainListener listener) throws Exception {
    SettingReader settings =
        new SettingReader(Map.of(Env.GRACE_PERIOD, "5s", Setting.DRAIN_TIMEOUT.env(), "1s"));
    JsonLog log = new JsonLog(new ByteArrayOutputStream(), InstantSource.system());
    return new DrainLoop(
        admin,
        Optional.empty(),
        new KernelCloseSupport(
            PodTerms.read(settings), SelectiveClose.NOT_REQUESTED, Optional.empty()),
        SidecarStyle.NATIVE,
        new TerminationLog(folder.resolve("message"), VerdictFields.LIMIT, log),
        folder.resolve("marker"),
        new ObserverNotice(Optional.empty(), "", "", System::nanoTime, log),
        listener,
        log,
        System::nanoTime,
        InstantSource.system());
  }

  private final class Failing implements EnvoyAdmin {
    @Override
    public <T> AdminResult<T> call(AdminCall<T> call) {
      throw same;
    }
  }

  private final class FailingListener implements DrainListener {
    @Override
    public void phaseChanged(DrainPhase from, DrainPhase to, Duration lasted) {
      throw same;
    }

    @Override
    public void polled(Reading reading) {
      throw same;
    }

    @Override
    public void drainEnded(Verdict report) {
      throw same;
    }

    @Override
    public void readinessRestored() {
      throw same;
    }
  }
}
