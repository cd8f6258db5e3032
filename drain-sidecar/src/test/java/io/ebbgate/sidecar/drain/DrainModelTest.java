package io.ebbgate.sidecar.drain;

import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.testkit.Folders;
import io.ebbgate.core.testkit.Property;
import io.ebbgate.core.testkit.Sequences;
import io.ebbgate.sidecar.drain.ScriptedEnvoy.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Everything in any order: what a drain promises holds all the same. {@code -Dseeds=200} is long.
 */
@Tag("random")
class DrainModelTest {
  private static final int SHORT = 60;
  private static final int MOST_STEPS = 60;
  private static final List<String> PATHS =
      List.of(
          "/server_info",
          "/stats",
          "/listeners",
          "/config_dump",
          "/drain_listeners",
          "/healthcheck/fail",
          "/healthcheck/ok");
  private static final List<Fault> WHILE_IT_LISTENS =
      List.of(
          Fault.TIMED_OUT,
          Fault.ANSWER_LOST,
          Fault.BROKEN,
          Fault.FORBIDDEN,
          Fault.BAD_METHOD,
          Fault.UNAVAILABLE);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void promisesHoldInAnyOrder(SidecarStyle style) {
    Sequences.hold(
        SHORT,
        random ->
            IntStream.range(0, 1 + random.nextInt(MOST_STEPS)).mapToObj(_ -> step(random)).toList(),
        steps -> world(style).run(steps));
  }

  private DrainWorld world(SidecarStyle style) {
    try {
      return new DrainWorld(Folders.emptied(folder), style);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DrainStep step(RandomGenerator random) {
    return switch (random.nextInt(24)) {
      case 0, 1, 2, 3 -> new DrainStep.Pass(Duration.ofMillis(random.nextInt(2000)));
      case 4, 5 -> new DrainStep.Pass(Duration.ofSeconds(random.nextInt(40)));
      case 6, 7 ->
          new DrainStep.Hook(Duration.ofMillis(random.nextInt(3) * (long) random.nextInt(400)));
      case 8, 9 -> new DrainStep.Terminating();
      case 10 -> new DrainStep.Control();
      case 11 -> new DrainStep.CallOff();
      case 12 -> new DrainStep.Deadline(Duration.ofSeconds(random.nextInt(90)));
      case 13 -> random.nextBoolean() ? new DrainStep.Sigterm() : new DrainStep.Rejected();
      case 14 -> new DrainStep.HangUp();
      case 15 -> new DrainStep.Crash();
      case 16 -> new DrainStep.Broken(Optional.of(Property.oneOf(random, PATHS)), fault(random));
      case 17 ->
          new DrainStep.Broken(
              Optional.empty(), random.nextInt(4) == 0 ? Fault.CONNECTION_REFUSED : fault(random));
      case 18, 19 -> new DrainStep.Healed();
      case 20 ->
          random.nextBoolean()
              ? new DrainStep.EnvoyRestarted()
              : new DrainStep.Slow(Duration.ofMillis(random.nextInt(1500)));
      case 21 -> load(random);
      case 22 ->
          random.nextBoolean()
              ? new DrainStep.Load(0, 0)
              : new DrainStep.Listener(random.nextInt(3));
      default ->
          random.nextBoolean()
              ? new DrainStep.Gauge(random.nextBoolean() ? "3" : "18446744073709548455")
              : new DrainStep.WallClock(Duration.ofMinutes(47L * random.nextInt(-1, 2)));
    };
  }

  private static DrainStep load(RandomGenerator random) {
    int requests = random.nextInt(8);
    return new DrainStep.Load(requests + random.nextInt(4), requests);
  }

  private static Fault fault(RandomGenerator random) {
    return Property.oneOf(random, WHILE_IT_LISTENS);
  }
}
