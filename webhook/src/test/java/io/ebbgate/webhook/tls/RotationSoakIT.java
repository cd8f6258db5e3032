package io.ebbgate.webhook.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.certs.issue.Pem;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.ReviewLoad;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hundred renewals, twenty of them of the authority, under two hundred reviews a second. */
@Tag("cluster")
@Timeout(300)
class RotationSoakIT {
  private static final int AUTHORITIES = 20;
  private static final int RENEWALS = 100;
  private static final int A_SECOND = 200;

  @Test
  void losesNoReviewThroughAHundredRenewals(@TempDir Path folder) throws Exception {
    try (TestCluster cluster = TestCluster.start(folder);
        Replica one = Replica.start(cluster, "one", TestCluster.hurried());
        Replica two = Replica.start(cluster, "two", TestCluster.hurried())) {
      Await.until("both ready", () -> one.isReady() && two.isReady());
      AtomicInteger turn = new AtomicInteger();
      ReviewLoad load =
          new ReviewLoad(
              () -> Pem.certificates(cluster.caBundle()),
              () -> (turn.getAndIncrement() % 2 == 0 ? one : two).port());
      load.warmUp(5 * A_SECOND);
      load.start(A_SECOND);
      while (load.failures().isEmpty() && !through(one, two)) {
        Thread.sleep(100);
      }
      load.stop();

      System.out.printf(
          "%d reviews, %d failed, %.0f renewals of leaves, %.0f of the authority, %d trusted%n",
          load.reviews(),
          load.failures().size(),
          renewals(one, two),
          cas(one, two),
          cluster.caBundle().size());
      assertThat(load.failures()).isEmpty();
      assertThat(load.reviews()).isGreaterThan(AUTHORITIES * A_SECOND);
    }
  }

  private static boolean through(Replica one, Replica two) {
    return cas(one, two) >= AUTHORITIES && renewals(one, two) >= RENEWALS;
  }

  private static double cas(Replica one, Replica two) {
    return one.metric(MetricNames.CA_RENEWALS) + two.metric(MetricNames.CA_RENEWALS);
  }

  private static double renewals(Replica one, Replica two) {
    return one.metric(MetricNames.CERTIFICATE_RENEWALS)
        + two.metric(MetricNames.CERTIFICATE_RENEWALS);
  }
}
