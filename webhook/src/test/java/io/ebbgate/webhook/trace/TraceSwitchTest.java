package io.ebbgate.webhook.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.config.ConfigProblem;
import io.ebbgate.core.config.SettingReader;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceSwitchTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OFF |",
        "OFF | OTEL_SERVICE_NAME=mine OTEL_TRACES_SAMPLER=always_on",
        "OFF | OTEL_EXPORTER_OTLP_ENDPOINT=",
        "ON  | OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4318",
        "ON  | OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://collector:4318/v1/traces",
        "ON  | OTEL_TRACES_EXPORTER=otlp",
        "OFF | OTEL_TRACES_EXPORTER=none OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4318",
        "OFF | OTEL_SDK_DISABLED=true OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4318",
        "OFF | OTEL_SDK_DISABLED=TRUE OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4318",
        "ON  | OTEL_SDK_DISABLED=1 OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4318",
        "OFF | OTEL_EXPORTER_OTLP_PROTOCOL=grpc",
      })
  void followsTheStandardEnvironment(TraceSwitch wanted, @Nullable String environment) {
    SettingReader reader = new SettingReader(pairs(environment));

    assertThat(TraceSwitch.read(reader)).isEqualTo(wanted);
    assertThat(reader.problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_TRACES_EXPORTER=zipkin, OTEL_TRACES_EXPORTER is \"zipkin\"; allowed is otlp or none.",
    "OTEL_TRACES_EXPORTER=otlp OTEL_EXPORTER_OTLP_PROTOCOL=grpc,"
        + " OTEL_EXPORTER_OTLP_PROTOCOL is \"grpc\"; allowed is http/protobuf.",
    "OTEL_TRACES_EXPORTER=otlp OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=grpc,"
        + " OTEL_EXPORTER_OTLP_TRACES_PROTOCOL is \"grpc\"; allowed is http/protobuf.",
  })
  void reportsAnUnsupportedProtocol(String environment, String sentence) {
    SettingReader reader = new SettingReader(pairs(environment));
    var _ = TraceSwitch.read(reader);

    assertThat(reader.problems()).extracting(ConfigProblem::sentence).containsExactly(sentence);
  }

  private static Map<String, String> pairs(@Nullable String text) {
    return text == null
        ? Map.of()
        : Arrays.stream(text.split(" "))
            .map(pair -> pair.split("=", -1))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }
}
