package io.ebbgate.tool.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a probe takes for success, and at how many of them its action runs. */
class ProberIT {
  private static final InetAddress ADDRESS = ShellPod.anyAddress();
  private static final int PORT = 18_100;

  @ParameterizedTest
  @CsvSource({
    "200,true",
    "204,true",
    "302,true",
    "399,true",
    "400,false",
    "404,false",
    "503,false"
  })
  void takesStatusesBelow400ForSuccess(int status, boolean success) throws Exception {
    try (HookServer _ = new HookServer(ADDRESS, PORT, _ -> status)) {
      assertThat(new Prober(probe(1, 1), false).once()).isEqualTo(success);
    }
  }

  @Test
  void failsWithoutAnAnswerWithinItsTimeout() throws Exception {
    try (HookServer _ = HookServer.late(ADDRESS, PORT)) {
      assertThat(new Prober(probe(1, 1), false).once()).isFalse();
    }
  }

  @Test
  void failsWhereNothingListens() {
    assertThat(new Prober(probe(1, 1), false).once()).isFalse();
  }

  @Test
  void takesAConnectionForSuccess() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, ADDRESS)) {
      Probe open =
          probe(new Handler.Connect(ADDRESS.getHostAddress(), server.getLocalPort()), 1, 1);

      assertThat(new Prober(open, false).once()).isTrue();
    }
  }

  @ParameterizedTest(name = "{0} with {1} successes and {2} failures")
  @CsvSource({
    // The action after each answer: + for success, - for failure, . none.
    "+-+,1,1,+-+",
    "++-,1,1,+.-",
    "+--,1,2,+.-",
    "+-+-+--,1,2,+.+.+.-",
    "-+-++,2,3,....+",
    "-----,1,3,..-..",
  })
  void runsTheActionAtEveryThreshold(String answers, int successes, int failures, String actions)
      throws Exception {
    List<String> reached = new ArrayList<>();
    int[] asked = {0};
    try (HookServer _ =
        new HookServer(ADDRESS, PORT, nth -> answers.charAt(nth - 1) == '+' ? 200 : 503)) {
      new Prober(probe(successes, failures), false)
          .run(
              () -> asked[0]++ < answers.length(),
              success -> reached.add(asked[0] + (success ? "+" : "-")));
    }

    assertThat(reached)
        .isEqualTo(
            Stream.iterate(1, nth -> nth <= actions.length(), nth -> nth + 1)
                .filter(nth -> actions.charAt(nth - 1) != '.')
                .map(nth -> nth + actions.substring(nth - 1, nth))
                .toList());
  }

  private static Probe probe(int successes, int failures) {
    Handler get = new Handler.Get(ADDRESS.getHostAddress(), PORT, "/ready", Map.of());
    return probe(get, successes, failures);
  }

  private static Probe probe(Handler handler, int successes, int failures) {
    return new Probe(
        handler,
        Duration.ZERO,
        Duration.ofMillis(1),
        Duration.ofMillis(500),
        failures,
        successes,
        Optional.empty());
  }
}
