package io.ebbgate.system.scenario;

import io.ebbgate.core.contract.Setting;
import io.ebbgate.tool.cluster.Load;
import io.ebbgate.tool.cluster.Play;
import io.ebbgate.tool.cluster.Shape;
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
  private static final List<Shape> SHAPES = List.of(Shape.PLAIN, Shape.ISTIO, Shape.SOCKET);

  Play play() {
    SplittableRandom random = new SplittableRandom(seed);
    Play play =
        Play.of(
                SHAPES.get(random.nextInt(SHAPES.size())),
                gateway -> {
                  for (int restart = 0; restart < RESTARTS; restart++) {
                    gateway.restart();
                  }
                })
            .replicas(random.nextInt(2, 4))
            .under(Load.everything().of(kinds(random)).at(rate).keepingFailures());
    return set(
        set(
            set(play, Setting.MIN_DRAIN, random.nextInt(4, 9)),
            Setting.QUIET_PERIOD,
            random.nextInt(1, 4)),
        Setting.IDLE_LINGER,
        random.nextInt(6, 12));
  }

  private static Play set(Play play, Setting setting, int seconds) {
    return play.annotated(setting.annotation(), seconds + "s");
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
