package io.ebbgate.sidecar.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An answer to Prometheus: OpenMetrics where that is asked for, else its older text format. */
public record ScrapeResponse(String type, String text) {
  private static final OpenMetricsTextFormatWriter OPEN = OpenMetricsTextFormatWriter.create();
  private static final PrometheusTextFormatWriter PLAIN = PrometheusTextFormatWriter.create();

  public ScrapeResponse {
    requireNonNull(type);
    requireNonNull(text);
  }

  static ScrapeResponse of(MetricSnapshots snapshots, String accept) {
    ExpositionFormatWriter writer = OPEN.accepts(accept) ? OPEN : PLAIN;
    ByteArrayOutputStream text = new ByteArrayOutputStream(8192);
    try {
      writer.write(text, snapshots);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can't fail to be written", e);
    }
    return new ScrapeResponse(writer.getContentType(), text.toString(UTF_8));
  }
}
