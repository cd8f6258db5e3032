package io.ebbgate.sidecar.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program beside Envoy that is told before the kubelet stops it. */
class ReleaseNoticeTest {
  @TempDir Path folder;
  private DrainerHarness drainer;

  @BeforeEach
  void starts() {
    drainer = new DrainerHarness(folder, SidecarStyle.CLASSIC);
  }

  @Test
  void isSentOnceBeforeAHookHasItsAnswer() {
    CompletableFuture<Verdict> answer = new CompletableFuture<>();
    var _ = answer.thenRun(() -> drainer.released.add("answered"));
    drainer.drain(true, answer);
    drainer.terminating();

    drainer.pass(Duration.ofSeconds(20));

    assertThat(drainer.released).containsExactly("/drain after released", "answered");
  }

  @Test
  void isSentWhereAProbeRestartsTheGateway() {
    var _ = drainer.hookThen(Duration.ofSeconds(20));

    assertThat(drainer.released).hasSize(1);
  }

  @Test
  void isNotSentWhereTheGatewayGoesOn() {
    var _ = drainer.controlThen(Duration.ofSeconds(90));

    assertThat(drainer.phases).contains("released");
    assertThat(drainer.released).isEmpty();
  }

  @Test
  void isNotSentWhereTheGatewayHasExited() {
    drainer.busy(1, 1);
    var _ = drainer.deletionThen(Duration.ofSeconds(3));
    drainer.envoy.fail(ScriptedEnvoy.Fault.CONNECTION_REFUSED);

    drainer.pass(Duration.ofSeconds(1));

    assertThat(drainer.phases).contains("released");
    assertThat(drainer.released).isEmpty();
  }

  @Test
  void isNotSentByANativeSidecarThatOutlivesTheGateway() {
    DrainerHarness outliving = new DrainerHarness(folder, SidecarStyle.NATIVE);
    outliving.busy(1, 1);
    var _ = outliving.deletionThen(Duration.ofSeconds(3));

    var _ = outliving.stop();

    assertThat(outliving.phases).contains("released");
    assertThat(outliving.released).isEmpty();
  }
}
