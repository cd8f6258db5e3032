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

/** A hundred leaf renewals and twenty CA renewals under two hundred reviews a second. */
@Tag("cluster")
@Timeout(300)
class RotationSoakIT {
  private static final int CA_RENEWALS = 20;
  private static final int RENEWALS = 100;
  private static final int PER_SECOND = 200;

  @Test
  void losesNoReviewThroughAHundredRenewals(@TempDir Path folder) throws Exception {
    try (TestCluster cluster = TestCluster.start(folder);
        Replica one = Replica.start(cluster, "one", TestCluster.fast());
        Replica two = Replica.start(cluster, "two", TestCluster.fast())) {
      Await.until("both ready", () -> one.isReady() && two.isReady());
      AtomicInteger turn = new AtomicInteger();
      ReviewLoad load =
          new ReviewLoad(
              () -> Pem.certificates(cluster.caBundle()),
              () -> (turn.getAndIncrement() % 2 == 0 ? one : two).port());
      load.warmUp(5 * PER_SECOND);
      load.start(PER_SECOND);
      while (load.failures().isEmpty() && !isDone(one, two)) {
        Thread.sleep(100);
      }
      load.stop();

      System.out.printf(
          "%d reviews, %d failed, %.0f leaf renewals, %.0f CA renewals, %d CAs trusted%n",
          load.reviews(),
          load.failures().size(),
          renewals(one, two),
          caRenewals(one, two),
          cluster.caBundle().size());
      assertThat(load.failures()).isEmpty();
      assertThat(load.reviews()).isGreaterThan(CA_RENEWALS * PER_SECOND);
    }
  }

  private static boolean isDone(Replica one, Replica two) {
    return caRenewals(one, two) >= CA_RENEWALS && renewals(one, two) >= RENEWALS;
  }

  private static double caRenewals(Replica one, Replica two) {
    return one.metric(MetricNames.CA_RENEWALS) + two.metric(MetricNames.CA_RENEWALS);
  }

  private static double renewals(Replica one, Replica two) {
    return one.metric(MetricNames.CERTIFICATE_RENEWALS)
        + two.metric(MetricNames.CERTIFICATE_RENEWALS);
  }
}
