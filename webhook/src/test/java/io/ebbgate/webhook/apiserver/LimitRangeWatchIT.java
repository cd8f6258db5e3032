package io.ebbgate.webhook.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.Await;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.LimitRangeWatch;
import io.ebbgate.webhook.patch.LimitRanges;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The watch of LimitRanges at a real API server. */
@Tag("cluster")
@Timeout(180)
class LimitRangeWatchIT {
  private static final String EDGE = "edge";

  @Test
  void knowsThoseOfANamespaceUntilTheyAreDeleted(@TempDir Path folder) throws Exception {
    try (AdmissionCluster api = AdmissionCluster.start(folder);
        Cluster client = api.cluster();
        LimitRangeWatch watch = LimitRangeWatch.start(client);
        Cluster guest = api.as(AdmissionCluster.NO_RIGHTS);
        LimitRangeWatch blind = LimitRangeWatch.start(guest)) {
      api.namespace(EDGE, Map.of());
      api.limitRange(EDGE, "first", "[{type: Container, min: {cpu: 50m}}]");
      api.limitRange(EDGE, "second", "[{type: Container, max: {cpu: 1}}]");
      Await.until("both are known", () -> watch.of(EDGE).toString().equals("first, second"));
      LimitRanges before = watch.of(EDGE);

      api.changeLimitRange(EDGE, "second", "[{type: Container, max: {cpu: 2}}]");
      Await.until("the change is known", () -> watch.of(EDGE) != before);
      api.deleteLimitRange(EDGE, "first");
      Await.until("one is left", () -> watch.of(EDGE).toString().equals("second"));
      api.deleteLimitRange(EDGE, "second");
      Await.until("none is left", () -> watch.of(EDGE) == LimitRanges.NONE);

      assertThat(watch.of("other")).isSameAs(LimitRanges.NONE);
      assertThat(blind.of(EDGE)).isSameAs(LimitRanges.NONE);
    }
  }
}
