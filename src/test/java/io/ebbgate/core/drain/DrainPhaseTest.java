package io.ebbgate.core.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.drain.DrainPhase.Announcing;
import io.ebbgate.core.drain.DrainPhase.Closing;
import io.ebbgate.core.drain.DrainPhase.Serving;
import io.ebbgate.core.drain.DrainPhase.Waiting;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrainPhaseTest {
  @Test
  void hasTheWordsThatDashboardsKnow() {
    Announcing announcing = new Serving().announce(DrainTesting.DELETION, true);
    Waiting waiting = announcing.await(1);
    Closing closing = waiting.close(2);
    List<DrainPhase> phases =
        List.of(
            new Serving(),
            announcing,
            waiting,
            closing,
            closing.lose(3),
            closing.release(4, Outcome.CLEAN));

    assertThat(phases)
        .extracting(DrainPhase::wireName)
        .containsExactly("serving", "announcing", "waiting", "closing", "unreachable", "released")
        .isEqualTo(PhaseNames.ALL);
  }
}
