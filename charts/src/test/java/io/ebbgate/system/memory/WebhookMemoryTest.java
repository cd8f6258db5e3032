package io.ebbgate.system.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.JavaArguments;
import io.ebbgate.tool.chart.BoundedWebhook;
import io.ebbgate.tool.chart.HelmChart;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** All that the webhook's JVM may take fits the chart's limit, with a sixth to spare. */
class WebhookMemoryTest {
  /** At most 45 were seen, in a cluster's webhook under load on two processors. */
  private static final int THREADS = 48;

  /**
   * What no argument limits, MiB, measured with {@code -XX:NativeMemoryTracking=summary} after 10
   * 000 reviews and with 1 000 pods, rounded up: of the plain image, since what an AOT cache adds
   * to its written pages, it takes twice from metaspace and symbols.
   */
  private static final Map<String, Integer> UNLIMITED =
      Map.of(
          "symbols", 10,
          "class archive's written pages", 5,
          "compiled code's descriptions", 2,
          "JVM itself", 2,
          "malloc's own", 2);

  @Test
  void fitsFiveSixthsOfTheChartsLimit() throws Exception {
    JavaArguments arguments = JavaArguments.of("webhook");
    Map<String, Long> parts = new LinkedHashMap<>();
    parts.put("heap", arguments.bytes("-Xmx"));
    parts.put("metaspace, classes included", arguments.bytes("-XX:MaxMetaspaceSize="));
    parts.put("code", arguments.bytes("-XX:ReservedCodeCacheSize="));
    parts.put("direct buffers", arguments.bytes("-XX:MaxDirectMemorySize="));
    parts.put("stacks", THREADS * arguments.bytes("-Xss"));
    UNLIMITED.forEach((part, mebibytes) -> parts.put(part, (long) mebibytes << 20));
    long limit = BoundedWebhook.limit(HelmChart.rendered(HelmChart.NO_VALUES));

    long sum = parts.values().stream().mapToLong(Long::longValue).sum();

    assertThat(sum).describedAs("%s", parts).isLessThanOrEqualTo(limit / 6 * 5);
  }
}
