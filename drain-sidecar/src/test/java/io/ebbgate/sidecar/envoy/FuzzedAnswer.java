package io.ebbgate.sidecar.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.drain.ListenerFacts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/**
 * Whatever an answer is: it is read, or an {@link IOException} says that it can't be. Fuzz tests
 * run their seeds as ordinary tests; {@code JAZZER_FUZZ=1} searches for more.
 */
final class FuzzedAnswer {
  private FuzzedAnswer() {}

  static void read(byte[] body, AdminCall.Reader<?> reader) {
    try {
      reader.read(new ByteArrayInputStream(body));
    } catch (IOException _) {
      // Refused, as it should be.
    }
  }

  static List<ListenerFacts> checked(List<ListenerFacts> listeners) {
    assertThat(listeners).hasSizeLessThanOrEqualTo(DumpBudget.MOST_LISTENERS);
    assertThat(listeners).allMatch(listener -> isPort(listener.port()));
    return listeners;
  }

  static boolean isPort(int number) {
    return number >= 0 && number <= 65_535;
  }
}
