package io.ebbgate.webhook.trace;

import io.ebbgate.core.config.SettingReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether traces are exported. OpenTelemetry's standard environment variables decide; reading them
 * loads nothing of OpenTelemetry.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/">
 *     its variables</a>
 */
public enum TraceSwitch {
  OFF,
  ON;

  private static final String DISABLED = "OTEL_SDK_DISABLED";
  private static final String EXPORTER = "OTEL_TRACES_EXPORTER";
  private static final String NO_EXPORTER = "none";
  private static final String OTLP = "otlp";
  private static final List<String> ENDPOINTS =
      List.of("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
  private static final List<String> PROTOCOLS =
      List.of("OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL");

  /** The only protocol; gRPC would need an HTTP/2 client that the JDK does not have. */
  static final String PROTOCOL = "http/protobuf";

  /** Reads it; the reader collects mistakes. */
  public static TraceSwitch read(SettingReader reader) {
    String exporter = reader.text(EXPORTER, "");
    boolean configured =
        Stream.concat(ENDPOINTS.stream(), Stream.of(EXPORTER))
            .anyMatch(name -> !reader.text(name, "").isEmpty());
    if (!configured
        || exporter.equals(NO_EXPORTER)
        || reader.text(DISABLED, "").equalsIgnoreCase("true")) {
      return OFF;
    }
    only(reader, EXPORTER, OTLP, OTLP + " or " + NO_EXPORTER);
    PROTOCOLS.forEach(name -> only(reader, name, PROTOCOL, PROTOCOL));
    return ON;
  }

  private static void only(SettingReader reader, String name, String value, String allowed) {
    var _ =
        reader.value(
            name,
            value,
            allowed,
            text -> text.equals(value) ? Optional.of(text) : Optional.empty());
  }
}
