package io.ebbgate.system.scenario;

import static io.ebbgate.system.cluster.StoryAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.system.cluster.Load;
import io.ebbgate.system.cluster.OnCluster;
import io.ebbgate.system.cluster.Play;
import io.ebbgate.system.cluster.Shape;
import io.ebbgate.system.cluster.Stage;
import io.ebbgate.system.load.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Sessions that last longer than the hold are cut at its end, and the verdict counts as many as
 * their clients do.
 */
@ExtendWith(OnCluster.class)
class OverlongWorkKT {
  @Test
  void isCutAndCounted(Stage stage) throws Exception {
    Play play =
        Play.of(Shape.PLAIN, gateway -> gateway.delete(gateway.names().subList(0, 1)))
            .under(Load.everything().lasting(Duration.ofMinutes(5)))
            .annotated("ebbgate.io/drain-timeout", "12s");

    assertThat(stage.run("overlong work", play))
        .lostOnly(Kind.TCP, Kind.WEBSOCKET)
        .saidGoodbye(1, Outcome.FORCED)
        .countedWhatWasCut()
        .hadNoFailedHook();
  }

  /**
   * The kubelet waits no longer than a deletion's own grace, whatever the pod's. The sidecar isn't
   * told of it, so that Envoy goes first.
   */
  @Test
  void isCutAtTheEndOfAShorterGrace(Stage stage) throws Exception {
    Play play =
        Play.of(
                Shape.PLAIN,
                gateway -> gateway.delete(gateway.names().subList(0, 1), "--grace-period=8"))
            .under(Load.everything().lasting(Duration.ofMinutes(5)));

    assertThat(stage.run("overlong work in a shorter grace", play))
        .lostOnly(Kind.TCP, Kind.WEBSOCKET)
        .saidGoodbye(1, Outcome.PROXY_EXITED)
        .hadNoFailedHook();
  }
}
