package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.StoryAssert.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.tool.cluster.Load;
import io.ebbgate.tool.cluster.OnCluster;
import io.ebbgate.tool.cluster.Play;
import io.ebbgate.tool.cluster.PodStory;
import io.ebbgate.tool.cluster.Shape;
import io.ebbgate.tool.cluster.Stage;
import io.ebbgate.tool.cluster.Story;
import io.ebbgate.tool.load.Kind;
import io.ebbgate.tool.rival.Surroundings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How soon a sidecar knows of a grace that is shorter than its pod's own, from the moment its
 * deletion is asked for, and beside it how soon the kubelet calls the hook: of pods that are
 * deleted one after the other, under a small load and under a large one. The first is the first
 * that its webhook ever told. What was measured is in {@code target/cluster/shorter-grace.json}.
 */
@ExtendWith(OnCluster.class)
class ShorterGraceToldKT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DELETIONS = 12;
  private static final Duration GRACE = Duration.ofSeconds(8);

  @Test
  void reachesEverySidecar(Stage stage) throws Exception {
    ObjectNode record = JSON.createObjectNode();
    Load calm = Load.everything().of(Kind.KEEP_ALIVE).at(50);
    Load busy = Load.everything().without(Kind.SLOW).lasting(Duration.ofSeconds(2));

    measure(stage, "calm", calm, record);
    measure(stage, "busy", busy, record);

    Surroundings.of(stage, 0).write(record.putObject("environment"));
    JSON.writerWithDefaultPrettyPrinter()
        .writeValue(stage.folder().resolve("shorter-grace.json").toFile(), record);
  }

  private static void measure(Stage stage, String name, Load load, ObjectNode record)
      throws IOException, InterruptedException {
    Map<String, Instant> deletions = new LinkedHashMap<>();
    Play play =
        Play.of(
                Shape.PLAIN,
                gateway -> {
                  while (deletions.size() < DELETIONS) {
                    String pod = gateway.pods().names().getFirst();
                    deletions.put(pod, gateway.delete(pod, GRACE));
                  }
                })
            .under(load);
    Story story = stage.run("a shorter grace is told, " + name, play);

    assertThat(story).lostNothing().saidGoodbye(DELETIONS, Outcome.CLEAN).wasToldOf();
    ObjectNode measured = record.putObject(name).put("requestsPerSecond", load.rate());
    ArrayNode told = measured.putArray("toldMillis");
    ArrayNode hook = measured.putArray("hookMillis");
    for (PodStory pod : story.left()) {
      Instant asked = Objects.requireNonNull(deletions.get(pod.name()));
      told.add(millis(asked, told(stage.log(story, pod, Containers.SIDECAR))));
      hook.add(millis(asked, pod.asked().orElseThrow()));
    }
    System.out.println(measured);
  }

  private static long millis(Instant from, Instant to) {
    return Duration.between(from, to).toMillis();
  }

  /** When the sidecar first heard of it. */
  private static Instant told(String log) throws JsonProcessingException {
    String line =
        log.lines().filter(each -> each.contains("a deadline came")).findFirst().orElseThrow();
    return Instant.parse(JSON.readTree(line).path("time").asText());
  }
}
