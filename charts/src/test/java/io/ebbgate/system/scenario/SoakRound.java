package io.ebbgate.system.scenario;

import io.ebbgate.core.contract.Setting;
import io.ebbgate.tool.cluster.GatewayType;
import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.tool.load.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A gateway, its settings and its clients as a seed has them: the same seed is the same round.
 *
 * @param rate requests a second
 */
record SoakRound(long seed, int rate) {
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
    for (Kind kind : Kind.values()) {
      if (kind != Kind.KEEP_ALIVE && random.nextInt(4) > 0) {
        kinds.add(kind);
      }
    }
    return kinds.toArray(Kind[]::new);
  }
}
