package io.ebbgate.sidecar.envoy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ebbgate.core.drain.Planner;

/** Any body is the answer to a poll, or is refused. */
class StatPollFuzzTest {
  private static final StatPoll POLL = new StatPoll(Planner.blind("fuzz"));

  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyPoll(byte[] body) {
    FuzzedAnswer.read(body, POLL::read);
  }
}
