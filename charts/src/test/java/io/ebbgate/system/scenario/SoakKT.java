package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.ScenarioAssert.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.cluster.ScenarioResult;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.demo.TestEnvironment;
import io.ebbgate.webhook.load.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;

/**
 * Rolling restarts without a pause until a number of requests have passed; the result is in {@code
 * target/cluster/soak.json}.
 */
@Tag("long")
@Tag("soak")
class SoakKT {
  /** Requests a second that leave two processors time for the nodes. */
  private static final int USUAL_RATE = 1_100;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @ClusterTest
  void losesNothing(Testbed testbed) throws Exception {
    long wanted = Long.getLong("ebbgate.soak", 100_000);
    long seed = Long.getLong("ebbgate.soak.seed", System.nanoTime());
    int rate = Integer.getInteger("ebbgate.soak.rate", USUAL_RATE);
    System.out.printf("%,d requests, %,d a second, from the seed %d%n", wanted, rate, seed);
    SplittableRandom seeds = new SplittableRandom(seed);
    TestEnvironment where = TestEnvironment.of(testbed.version(), rate);
    long passed = 0;
    long drains = 0;
    for (int round = 1; passed < wanted; round++) {
      Round one = new Round(seeds.nextLong(), rate);
      ScenarioResult result =
          testbed.run("soak " + round + " of seed " + one.seed(), one.scenario());

      assertThat(result)
          .lostNothing()
          .drainedWith(Outcome.CLEAN, Outcome.LINGERED)
          .injectedAll()
          .hadNoFailedHook();
      passed += result.report().requests();
      drains += result.terminated().size();
      ObjectNode record = JSON.createObjectNode().put("rate", rate).put("seed", seed);
      record.put("rounds", round).put("drains", drains);
      record.put("requests", passed).put("failed", 0);
      where.write(record.putObject("environment"));
      JSON.writeValue(testbed.folder().resolve("soak.json").toFile(), record);
      System.out.printf("%,d of %,d requests, %d drains, 0 failed%n", passed, wanted, drains);
    }
  }

  /**
   * A gateway, its settings and its clients as a seed has them: the same seed is the same round.
   *
   * @param rate requests a second
   */
  private record Round(long seed, int rate) {
    private static final int RESTARTS = 10;
    private static final List<GatewayType> SHAPES =
        List.of(GatewayType.PLAIN, GatewayType.ISTIO, GatewayType.SOCKET);

    Scenario scenario() {
      SplittableRandom random = new SplittableRandom(seed);
      Scenario scenario =
          Scenario.of(
                  SHAPES.get(random.nextInt(SHAPES.size())),
                  gateway -> {
                    for (int restart = 0; restart < RESTARTS; restart++) {
                      gateway.restart();
                    }
                  })
              .replicas(random.nextInt(2, 4))
              .under(LoadProfile.everything().of(kinds(random)).at(rate).keepingFailures());
      return set(
          set(
              set(scenario, Setting.MIN_DRAIN, random.nextInt(4, 9)),
              Setting.QUIET_PERIOD,
              random.nextInt(1, 4)),
          Setting.IDLE_LINGER,
          random.nextInt(6, 12));
    }

    private static Scenario set(Scenario scenario, Setting setting, int seconds) {
      return scenario.annotated(setting.annotation(), seconds + "s");
    }

    /** Some kinds, and always one that keeps connections: without it nothing could be cut. */
    private static Kind[] kinds(SplittableRandom random) {
      List<Kind> kinds = new ArrayList<>(List.of(Kind.KEEP_ALIVE));
      for (Kind kind : Kind.usual()) {
        if (kind != Kind.KEEP_ALIVE && random.nextInt(4) > 0) {
          kinds.add(kind);
        }
      }
      return kinds.toArray(Kind[]::new);
    }
  }
}
