package io.ebbgate.sidecar.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any body leads a listener's clients to a bounded number of clusters, or is refused. */
class ListenerRouteFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyDump(byte[] body) {
    FuzzedAnswer.read(
        body,
        bytes -> {
          RouteDraft draft = new RouteDraft();
          boolean found = RouteReader.listener(bytes, "db", draft);
          assertThat(draft.clusters()).hasSizeLessThanOrEqualTo(RouteDraft.MOST_CLUSTERS);
          return found;
        });
  }
}
