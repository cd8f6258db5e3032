package io.ebbgate.system.scenario;

import static io.ebbgate.system.cluster.StoryAssert.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.system.cluster.Load;
import io.ebbgate.system.cluster.OnCluster;
import io.ebbgate.system.cluster.Play;
import io.ebbgate.system.cluster.PodStory;
import io.ebbgate.system.cluster.Shape;
import io.ebbgate.system.cluster.Stage;
import io.ebbgate.system.cluster.Story;
import io.ebbgate.system.load.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.Assertions;
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
    Story story = stage.run("overlong work in a shorter grace", play);

    assertThat(story)
        .lostOnly(Kind.TCP, Kind.WEBSOCKET)
        .saidGoodbye(2, Outcome.SHORTENED, Outcome.CLEAN)
        .countedWhatWasCut()
        .wasToldOf()
        .hadNoFailedHook();
    for (PodStory pod : story.left()) {
      Assertions.assertThat(toldAfter(stage, story, pod)).isLessThan(Duration.ofMillis(200));
    }
  }

  /** From the moment its deletion was seen. */
  private static Duration toldAfter(Stage stage, Story story, PodStory pod) throws IOException {
    JsonNode told =
        new ObjectMapper()
            .readTree(
                stage
                    .log(story, pod, Containers.SIDECAR)
                    .lines()
                    .filter(line -> line.contains("a deadline came"))
                    .findFirst()
                    .orElseThrow());
    return Duration.between(pod.deleted().orElseThrow(), Instant.parse(told.path("time").asText()));
  }
}
