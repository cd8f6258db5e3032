package io.ebbgate.webhook.http;

import io.ebbgate.webhook.metrics.WebhookMetrics;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;

/** Vert.x with its own metrics of HTTP servers, in the same registry as ours. */
final class MeteredVertx {
  private MeteredVertx() {}

  static Vertx with(WebhookMetrics metrics, ConnectionTable connections, VertxOptions vertx) {
    MicrometerMetricsOptions options = new MicrometerMetricsOptions().setEnabled(true);
    EnumSet.complementOf(EnumSet.of(MetricsDomain.HTTP_SERVER))
        .forEach(options::addDisabledMetricsCategory);
    // A client chooses path and method: as labels they would grow without end.
    options.setLabels(EnumSet.of(Label.HTTP_CODE, Label.LOCAL));
    return Vertx.builder()
        .withMetrics(new MicrometerMetricsFactory(metrics.registry()))
        .withTransport(new CountingTransport(connections))
        .with(vertx.setMetricsOptions(options))
        .build();
  }
}
