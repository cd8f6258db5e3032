package io.ebbgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.config.ConfigProblem;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.WebhookEnv;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnknownVariablesTest {
  private static List<String> report(Map<String, String> environment) {
    SettingReader reader = new SettingReader(environment);
    UnknownVariables.report(environment, reader);
    return reader.problems().stream().map(ConfigProblem::sentence).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "EBBGATE_DEFAULT_MIN_DRAN, EBBGATE_DEFAULT_MIN_DRAIN",
    "EBBGATE_DEFAULT_DRAIN_TIMEOUTS, EBBGATE_DEFAULT_DRAIN_TIMEOUT",
    "EBBGATE_STOPDELAY, EBBGATE_STOP_DELAY",
    "EBBGATE_TLS_CA_LIFETME, EBBGATE_TLS_CA_LIFETIME"
  })
  void areReportedWithTheNearestName(String name, String nearest) {
    assertThat(report(Map.of(name, "not-for-the-log")))
        .containsExactly(name + " is unknown; allowed is " + nearest + ".");
  }

  @Test
  void areReportedWithEveryNameWhereNoneIsNear() {
    assertThat(report(Map.of("EBBGATE_DEFAULT_COLOUR", "x", "EBBGATE_COLOUR", "x")))
        .satisfiesExactly(
            other ->
                assertThat(other)
                    .startsWith("EBBGATE_COLOUR is unknown; allowed is one of EBBGATE_CLIENT_CA, ")
                    .doesNotContain("EBBGATE_DEFAULT_"),
            fallback ->
                assertThat(fallback)
                    .startsWith("EBBGATE_DEFAULT_COLOUR is unknown; allowed is one of")
                    .contains("EBBGATE_DEFAULT_MIN_DRAIN, ")
                    .doesNotContain(WebhookEnv.MODE));
  }

  @Test
  void areNotThoseThatTheKubeletSetsForAService() {
    Map<String, String> environment = new HashMap<>();
    for (String service : List.of("EBBGATE", "EBBGATE_EDGE", "EBBGATE_DEFAULT")) {
      environment.put(service + "_SERVICE_HOST", "10.0.0.1");
      environment.put(service + "_SERVICE_PORT", "443");
      environment.put(service + "_SERVICE_PORT_ADMISSION", "443");
      environment.put(service + "_PORT", "tcp://10.0.0.1:443");
      environment.put(service + "_PORT_443_TCP", "tcp://10.0.0.1:443");
      environment.put(service + "_PORT_443_TCP_PROTO", "tcp");
      environment.put(service + "_PORT_443_TCP_PORT", "443");
      environment.put(service + "_PORT_443_TCP_ADDR", "10.0.0.1");
    }

    assertThat(report(environment)).isEmpty();
  }

  @Test
  void areNotThoseOfOtherPrograms() {
    assertThat(report(Map.of("PATH", "/bin", "MY_EBBGATE_MODE", "x", "EBBGATEMODE", "x")))
        .isEmpty();
  }

  @Test
  void areNotTheSettings() throws Exception {
    for (var field : WebhookEnv.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
        assertThat(UnknownVariables.KNOWN).contains((String) field.get(null));
      }
    }
    assertThat(report(known())).isEmpty();
  }

  private static Map<String, String> known() {
    Map<String, String> environment = new HashMap<>();
    UnknownVariables.KNOWN.forEach(name -> environment.put(name, "x"));
    return environment;
  }
}
