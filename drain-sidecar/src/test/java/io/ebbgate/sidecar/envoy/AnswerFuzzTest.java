package io.ebbgate.sidecar.envoy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ebbgate.core.drain.EnvoyVersion;
import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.drain.Planner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Whatever an answer is: it is read, or an {@link IOException} says that it can't be. Runs its
 * seeds as ordinary tests; {@code JAZZER_FUZZ=1} searches for more.
 */
class AnswerFuzzTest {
  private static final StatPoll POLL = new StatPoll(Planner.blind("fuzz"));

  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyResponse(byte[] bytes) {
    reads(
        bytes,
        body -> {
          try (AdminResponse response = AdminResponse.read(body)) {
            assertThat(response.status()).isBetween(0, 999);
            assertThat(response.readAllBytes().length).isLessThan(bytes.length);
            return response;
          }
        });
  }

  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyServerInfo(byte[] body) {
    reads(body, ServerInfo::read);
  }

  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyBoundPorts(byte[] body) {
    reads(
        body,
        bytes -> {
          Map<String, List<Integer>> ports = ListenerDump.boundPorts(bytes);
          assertThat(ports.values())
              .allSatisfy(each -> assertThat(each).allMatch(AnswerFuzzTest::isPort));
          return ports;
        });
  }

  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyDump(byte[] body) {
    reads(body, bytes -> checked(ListenerDump.read(bytes, Map.of())));
  }

  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyStatisticsOfListeners(byte[] body) {
    reads(body, bytes -> checked(StatListeners.read(bytes)));
  }

  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyPoll(byte[] body) {
    reads(body, POLL::read);
  }

  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyTextOfAnAnswer(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    JsonDuration.parse(text).ifPresent(duration -> assertThat(duration.isNegative()).isFalse());
    EnvoyVersion.parse(text).ifPresent(version -> assertThat(version.minor()).isBetween(0, 9999));
    assertThat(Ipv6Text.canonical(text)).isNotNull();
  }

  private static List<ListenerFacts> checked(List<ListenerFacts> listeners) {
    assertThat(listeners).hasSizeLessThanOrEqualTo(DumpBudget.MOST_LISTENERS);
    assertThat(listeners).allMatch(listener -> isPort(listener.port()));
    return listeners;
  }

  private static boolean isPort(int number) {
    return number >= 0 && number <= 65_535;
  }

  private static void reads(byte[] body, AdminCall.Reader<?> reader) {
    try {
      reader.read(new ByteArrayInputStream(body));
    } catch (IOException _) {
      // Refused, as it should be.
    }
  }
}
