package io.ebbgate.sidecar.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ebbgate.core.close.CloseRequest;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.sidecar.kernel.PeerText;
import java.time.Duration;
import java.util.Map;

/** Whatever parameters a call has, they are read or refused. */
class QueryTextFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void readsOrRefuses(byte[] query) {
    Map<String, String> parameters =
        QueryText.parse(new String(query, ISO_8859_1)).orElse(Map.of());
    SettingReader reader = new SettingReader(parameters);
    var _ =
        CloseRequest.read(reader, parameters.keySet(), PeerText::range, Duration.ofSeconds(1))
            .scope()
            .covers(0, 0);
    var _ = reader.problems().size();
  }
}
