package io.ebbgate.sidecar.kernel;

import static io.ebbgate.sidecar.kernel.SeenSockets.MOST;
import static io.ebbgate.sidecar.kernel.SeenSockets.NOT_SEEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.Property;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeenSocketsTest {
  private final SeenSockets seen = new SeenSockets();

  @Test
  void knowsTheReadingBeforeAndNoOlderOne() {
    seen.remember(1, 10);
    seen.next();
    assertThat(seen.remember(1, 20)).isEqualTo(10);
    assertThat(seen.remember(2, 5)).isEqualTo(NOT_SEEN);
    seen.next();
    assertThat(seen.remember(1, 20)).isEqualTo(20);
    seen.next();
    assertThat(seen.remember(2, 5)).isEqualTo(NOT_SEEN);
  }

  @Test
  void aFailedReadingIsAsIfItHadNotBeen() {
    seen.remember(1, 10);
    seen.next();
    seen.remember(1, 20);
    seen.discard();

    assertThat(seen.remember(1, 30)).isEqualTo(10);
    assertThat(seen.remember(2, 30)).isEqualTo(NOT_SEEN);
  }

  @Test
  void nothingIsNewWhereNotAllAreRemembered() {
    for (int i = 1; i <= MOST; i++) {
      seen.remember(i, i);
    }
    seen.next();
    assertThat(seen.complete()).isTrue();
    for (int i = 1; i <= MOST + 1; i++) {
      seen.remember(i, i);
    }
    seen.next();
    assertThat(seen.complete()).isFalse();
    assertThat(seen.remember(MOST, 0)).isEqualTo(MOST);
  }

  @Test
  void isAMapOfEachReading() {
    Property.holds(
        100,
        random -> {
          SeenSockets sockets = new SeenSockets();
          Map<Long, Long> before = new HashMap<>();
          for (int reading = 0; reading < 6; reading++) {
            Map<Long, Long> now = new HashMap<>();
            int keys = random.nextInt(1, 5_000);
            for (int i = random.nextInt(2_000); i > 0; i--) {
              long key = random.nextInt(1, keys + 1) * (random.nextBoolean() ? 1L : 1L << 32);
              long moved = random.nextInt(0, Integer.MAX_VALUE);
              assertThat(sockets.remember(key, moved))
                  .isEqualTo(before.getOrDefault(key, NOT_SEEN));
              now.put(key, moved);
            }
            if (random.nextInt(4) == 0) {
              sockets.discard();
            } else {
              sockets.next();
              before = now;
            }
          }
        });
  }
}
