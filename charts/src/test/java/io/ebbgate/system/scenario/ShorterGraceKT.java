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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pod is deleted with a shorter grace than its own, and its work fits into that. */
@Tag("short")
@ExtendWith(OnCluster.class)
class ShorterGraceKT {
  @Test
  void losesNothing(Stage stage) throws Exception {
    Play play =
        Play.of(
                Shape.PLAIN,
                gateway -> gateway.delete(gateway.pods().names().subList(0, 1), "--grace-period=8"))
            .under(Load.everything().without(Kind.SLOW).lasting(Duration.ofSeconds(2)));

    assertThat(stage.run("grace of 8 s", play))
        .lostNothing()
        .saidGoodbye(1, Outcome.CLEAN)
        .hadNoFailedHook();
  }
}
