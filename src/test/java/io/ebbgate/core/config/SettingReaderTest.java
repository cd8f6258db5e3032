package io.ebbgate.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingReaderTest {
  private static final String HOST = "a host and a port";

  @Test
  void reportsEveryMistakeAtOnce() {
    SettingReader reader =
        new SettingReader(Map.of("EBBGATE_MIN_DRAIN", "soon", "EBBGATE_SPREAD", "5"));
    reader.duration("EBBGATE_MIN_DRAIN", "5s");
    reader.duration("EBBGATE_SPREAD", "5s");
    reader.required("EBBGATE_ADMIN", "host:port", "127.0.0.1:9901");

    assertThatThrownBy(reader::finish)
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            """
            EBBGATE_MIN_DRAIN is "soon"; allowed is a duration such as 30s, 1m30s or 500ms.
            EBBGATE_SPREAD is "5"; allowed is a duration such as 30s, 1m30s or 500ms.
            EBBGATE_ADMIN is missing; allowed is host:port.\
            """);
  }

  @Test
  void readsTheDefaultWhereAValueIsEmpty() {
    SettingReader reader = new SettingReader(Map.of("EBBGATE_MIN_DRAIN", ""));

    assertThat(reader.duration("EBBGATE_MIN_DRAIN", "5s")).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void hasNoProblemWithAGoodValue() {
    SettingReader reader = new SettingReader(Map.of("EBBGATE_MIN_DRAIN", "7s"));

    assertThat(reader.duration("EBBGATE_MIN_DRAIN", "5s")).isEqualTo(Duration.ofSeconds(7));
    assertThat(reader.problems()).isEmpty();
  }

  @Test
  void hasNoProblemWithAnOptionalValueThatIsAbsent() {
    SettingReader reader = new SettingReader(Map.of("EMPTY", "", "GOOD", "a:1", "BAD", "a"));

    assertThat(reader.optional("ABSENT", HOST, HostPort::parse)).isEmpty();
    assertThat(reader.optional("EMPTY", HOST, HostPort::parse)).isEmpty();
    assertThat(reader.optional("GOOD", HOST, HostPort::parse)).contains(new HostPort("a", 1));
    assertThat(reader.problems()).isEmpty();
    assertThat(reader.optional("BAD", HOST, HostPort::parse)).isEmpty();
    assertThat(reader.problems()).containsExactly(new ConfigProblem("BAD", "\"a\"", HOST));
  }
}
