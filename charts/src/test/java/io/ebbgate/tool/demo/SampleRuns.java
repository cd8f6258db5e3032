package io.ebbgate.tool.demo;

import io.ebbgate.webhook.load.CleanClose;
import io.ebbgate.webhook.load.Ending;
import io.ebbgate.webhook.load.Exchange;
import io.ebbgate.webhook.load.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Invented runs: 600 requests a second for 40 s, two pods rolled one after the other. */
final class SampleRuns {
  static final long SECOND = 1_000_000_000L;

  private SampleRuns() {}

  static RollResult without(int failed) {
    return run("without Ebbgate", failed, Ending.CUT_UNANSWERED, Optional.empty());
  }

  static RollResult with() {
    return with(0, hold("clean", 7_000, 6_800));
  }

  static RollResult with(int failed, PreStopHold hold) {
    return run("with Ebbgate", failed, Ending.REFUSED, Optional.of(hold));
  }

  /** A hold by its length and its last work, in milliseconds since it began at 10 s. */
  static PreStopHold hold(String verdict, long ended, long lastWork) {
    long began = 10 * SECOND;
    return new PreStopHold(began, began + ended * 1_000_000, began + lastWork * 1_000_000, verdict);
  }

  private static RollResult run(
      String title, int failed, Ending ending, Optional<PreStopHold> hold) {
    long stop = hold.isPresent() ? 17 : 10;
    List<DemoPod.Result> pods =
        List.of(
            new DemoPod.Result("gateway-1", at(10), at(stop), hold),
            new DemoPod.Result("gateway-2", at(stop + 3), at(stop + 10), hold),
            new DemoPod.Result(
                "gateway-3", OptionalLong.empty(), OptionalLong.empty(), Optional.empty()),
            new DemoPod.Result(
                "gateway-4", OptionalLong.empty(), OptionalLong.empty(), Optional.empty()));
    List<Exchange> exchanges = new ArrayList<>();
    for (int i = 0; i < 24_000; i++) {
      long sent = i * SECOND / 600;
      String pod = pods.get(sent < 15 * SECOND ? i % 2 : 2 + i % 2).name();
      Ending how = i >= 7_000 && i < 7_000 + failed ? ending : Ending.ANSWERED;
      exchanges.add(new Exchange(Kind.KEEP_ALIVE, pod, sent, sent, sent + 1_000_000, how));
    }
    return new RollResult(
        title,
        0,
        40 * SECOND,
        8 * SECOND,
        (stop + 10) * SECOND,
        pods,
        samples(pods, stop),
        exchanges,
        Map.of(CleanClose.TOLD_TO_CLOSE, 300L));
  }

  private static List<Sample> samples(List<DemoPod.Result> pods, long stop) {
    List<Sample> samples = new ArrayList<>();
    for (int quarter = 0; quarter < 160; quarter++) {
      long at = quarter * SECOND / 4;
      for (DemoPod.Result pod : pods) {
        long deleted = pod.deleted().orElse(Long.MAX_VALUE);
        String phase =
            at < deleted ? "serving" : at < deleted + 5 * SECOND ? "announcing" : "waiting";
        if (at < pod.gone().orElse(Long.MAX_VALUE) && (stop > 0 || at > 0)) {
          samples.add(new Sample(at, pod.name(), phase, phase.equals("serving") ? 40 : 12));
        }
      }
    }
    return samples;
  }

  private static OptionalLong at(long second) {
    return OptionalLong.of(second * SECOND);
  }
}
