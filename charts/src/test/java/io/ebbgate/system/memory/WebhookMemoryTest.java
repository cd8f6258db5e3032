package io.ebbgate.system.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.JavaArguments;
import io.ebbgate.tool.chart.BoundedWebhook;
import io.ebbgate.tool.chart.HelmChart;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** All that the webhook's JVM may take fits the chart's limit, with a sixth to spare. */
class WebhookMemoryTest {
  private static final String METASPACE = "metaspace, classes included";
  private static final String ARCHIVE = "class archive's written pages";

  /** At most 45 were seen, in a cluster's webhook under load on two processors. */
  private static final int THREADS = 48;

  /**
   * What no argument limits, MiB, measured with {@code -XX:NativeMemoryTracking=summary} after 10
   * 000 reviews and with 1 000 pods, rounded up: of the plain image, since what an AOT cache adds
   * to its written pages, it takes twice from metaspace and symbols.
   */
  private static final Map<String, Integer> UNLIMITED =
      Map.of(
          "symbols",
          10,
          ARCHIVE,
          5,
          "compiled code's descriptions",
          2,
          "JVM itself",
          2,
          "malloc's own",
          2);

  /** Of another architecture than the build machine's: more metaspace, and no archive. */
  @Test
  void fitsThemWithoutAnArchiveOfClassesToo() throws Exception {
    Properties image = new Properties();
    try (Reader file =
        Files.newBufferedReader(
            Path.of(System.getProperty("ebbgate.root"), "webhook/src/image/image.properties"))) {
      image.load(file);
    }
    String metaspace = image.getProperty("class.archive.missing").split("[=m]", -1)[1];
    Map<String, Long> parts = parts();
    parts.put(METASPACE, Long.parseLong(metaspace) << 20);
    parts.remove(ARCHIVE);

    assertThat(sum(parts)).describedAs("%s", parts).isLessThanOrEqualTo(fiveSixths());
  }

  @Test
  void fitsFiveSixthsOfTheChartsLimit() throws Exception {
    Map<String, Long> parts = parts();

    assertThat(sum(parts)).describedAs("%s", parts).isLessThanOrEqualTo(fiveSixths());
  }

  private static Map<String, Long> parts() throws Exception {
    JavaArguments arguments = JavaArguments.of("webhook");
    Map<String, Long> parts = new LinkedHashMap<>();
    parts.put("heap", arguments.bytes("-Xmx"));
    parts.put(METASPACE, arguments.bytes("-XX:MaxMetaspaceSize="));
    parts.put("code", arguments.bytes("-XX:ReservedCodeCacheSize="));
    parts.put("direct buffers", arguments.bytes("-XX:MaxDirectMemorySize="));
    parts.put("stacks", THREADS * arguments.bytes("-Xss"));
    UNLIMITED.forEach((part, mebibytes) -> parts.put(part, (long) mebibytes << 20));
    return parts;
  }

  private static long sum(Map<String, Long> parts) {
    return parts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static long fiveSixths() {
    return BoundedWebhook.limit(HelmChart.rendered(HelmChart.NO_VALUES)) / 6 * 5;
  }
}
