package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.StoryAssert.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.Load;
import io.ebbgate.tool.cluster.OnCluster;
import io.ebbgate.tool.cluster.Play;
import io.ebbgate.tool.cluster.Shape;
import io.ebbgate.tool.cluster.Stage;
import io.ebbgate.tool.load.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Sessions that last longer than the hold are cut at its end, and the verdicts count as many as
 * their clients do. Both pods leave, since a client may be on either.
 */
@ExtendWith(OnCluster.class)
class OverlongWorkKT {
  @Test
  void isCutAndCounted(Stage stage) throws Exception {
    Play play =
        Play.of(Shape.PLAIN, gateway -> gateway.delete(gateway.pods().names()))
            .under(Load.everything().lasting(Duration.ofMinutes(5)))
            .annotated("ebbgate.io/drain-timeout", "12s");

    assertThat(stage.run("overlong work", play))
        .lostOnly(Kind.TCP, Kind.WEBSOCKET)
        .saidGoodbye(2, Outcome.FORCED, Outcome.CLEAN)
        .countedWhatWasCut()
        .hadNoFailedHook();
  }

  /** The kubelet waits no longer than a deletion's own grace, and the sidecar is told of it. */
  @Test
  void isCutAndCountedAtTheEndOfAShorterGrace(Stage stage) throws Exception {
    Play play =
        Play.of(Shape.PLAIN, gateway -> gateway.delete(gateway.pods().names(), "--grace-period=8"))
            .under(Load.everything().without(Kind.SLOW).lasting(Duration.ofMinutes(5)));

    assertThat(stage.run("overlong work in a shorter grace", play))
        .lostOnly(Kind.TCP, Kind.WEBSOCKET)
        .saidGoodbye(2, Outcome.SHORTENED, Outcome.CLEAN)
        .countedWhatWasCut()
        .wasToldOf()
        .hadNoFailedHook();
  }
}
