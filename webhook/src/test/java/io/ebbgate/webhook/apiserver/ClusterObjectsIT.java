package io.ebbgate.webhook.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterObjects;
import io.ebbgate.webhook.cluster.ClusterObjects.Resource;
import io.ebbgate.webhook.cluster.ForbiddenException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lists of a real API server, as {@code ebbgate audit} reads them. */
@Tag("cluster")
@Timeout(180)
class ClusterObjectsIT {
  private static final String EDGE = "edge";
  private static final Resource RANGES = new Resource("api/v1", "limitranges", "LimitRange");
  private static final Resource ROUTES =
      new Resource("apis/gateway.networking.k8s.io/v1", "httproutes", "HTTPRoute");

  /** More than a page. */
  private static final int OBJECTS = 501;

  @Test
  void listsAllPagesAndNothingOfAKindThatIsNotThere(@TempDir Path folder) throws Exception {
    try (AdmissionCluster api = AdmissionCluster.start(folder);
        Cluster client = api.cluster();
        Cluster guest = api.as(AdmissionCluster.NO_RIGHTS)) {
      api.namespace(EDGE, Map.of());
      for (int i = 0; i < OBJECTS; i++) {
        api.limitRange(EDGE, "range-" + i, "[{type: Container, min: {cpu: 50m}}]");
      }
      ClusterObjects here = new ClusterObjects(client, Optional.of(EDGE));

      assertThat(here.list(RANGES))
          .hasSize(OBJECTS)
          .allSatisfy(each -> assertThat(each.path("kind").asText()).isEqualTo("LimitRange"));
      assertThat(new ClusterObjects(client, Optional.empty()).list(RANGES)).hasSize(OBJECTS);
      assertThat(here.list(ROUTES)).isEmpty();
      assertThat(ClusterObjects.get(client, RANGES, EDGE, "range-1")).isPresent();
      assertThat(ClusterObjects.get(client, RANGES, EDGE, "none")).isEmpty();
      assertThatThrownBy(() -> new ClusterObjects(guest, Optional.of(EDGE)).list(RANGES))
          .isInstanceOf(ForbiddenException.class)
          .hasMessageStartingWith("You may not list limitranges in namespace edge");
    }
  }
}
