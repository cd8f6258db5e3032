package io.ebbgate.sidecar.envoy;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ebbgate.core.drain.Planner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Whatever an answer's body is: it is read, or an {@link IOException} says that it can't be. */
class AnswerFuzzTest {
  private static final StatPoll POLL = new StatPoll(Planner.blind("fuzz"));

  private static final List<AdminCall.Reader<?>> READERS =
      List.of(
          ServerInfo::read,
          ListenerDump::boundPorts,
          body -> ListenerDump.read(body, Map.of()),
          StatListeners::read,
          POLL::read);

  @FuzzTest
  void readsOrRefusesAnyBody(FuzzedDataProvider data) {
    AdminCall.Reader<?> reader = data.pickValue(READERS);
    byte[] body = data.consumeRemainingAsBytes();
    try {
      reader.read(new ByteArrayInputStream(body));
    } catch (IOException _) {
      // Refused, as it should be.
    }
  }
}
