package io.ebbgate.certs.rotation;

import static io.ebbgate.certs.rotation.SimulatedCluster.TERMS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.certs.rotation.RotationStep.Blocked;
import io.ebbgate.certs.rotation.RotationStep.Idle;
import io.ebbgate.certs.rotation.RotationStep.Publish;
import io.ebbgate.certs.rotation.RotationStep.Renew;
import io.ebbgate.certs.rotation.RotationStep.Store;
import io.ebbgate.certs.rotation.SimulatedCluster.Snapshot;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RotationPlanTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SimulatedCluster cluster = new SimulatedCluster(2);

  @Test
  void issuesPublishesAndRecordsAFirstCa() {
    assertThat(cluster.act(cluster.snapshot())).isInstanceOf(RotationStep.Bootstrap.class);
    assertThat(cluster.act(cluster.snapshot())).isInstanceOf(Publish.class);
    assertThat(cluster.act(cluster.snapshot())).isInstanceOf(Store.class);

    assertThat(cluster.next()).isInstanceOf(Idle.class);
    assertThat(cluster.caBundle).containsExactly(cluster.set().newest().certificate());
  }

  @Test
  void restsUntilTwoThirdsOfTheCasLife() {
    cluster.settle();

    assertThat(cluster.next()).isEqualTo(new Idle(cluster.now.plus(TERMS.caRenewal())));
  }

  @Test
  void trustsBothCasFromTheRenewalOn() {
    cluster.settle();
    X509Certificate first = cluster.caBundle.getFirst();
    cluster.advance(TERMS.caRenewal());
    cluster.settle();

    assertThat(cluster.caBundle).hasSize(2).contains(first);
    assertThat(cluster.set().active()).hasSize(2);
  }

  @Test
  void letsTheNewCaSignAloneOnceItHasPropagated() {
    renewed();
    cluster.advance(TERMS.caPropagation().minus(SECOND));
    assertThat(cluster.next()).isInstanceOf(Idle.class);
    cluster.advance(SECOND);
    cluster.settle();

    assertThat(cluster.set().active()).hasSize(1);
    assertThat(cluster.caBundle).hasSize(2);
  }

  @Test
  void trustsTheOldCaUntilItsLastLeafHasEnded() {
    renewed();
    cluster.advance(TERMS.caPropagation());
    cluster.settle();
    cluster.advance(TERMS.leafLifetime().minus(SECOND));
    cluster.settle();
    assertThat(cluster.caBundle).hasSize(2);
    cluster.advance(SECOND);
    cluster.settle();

    assertThat(cluster.caBundle).containsExactly(cluster.set().newest().certificate());
    assertThat(cluster.set().retired()).isEmpty();
  }

  @Test
  void keepsWhatIsTrustedWhenTheSecretIsDeleted() {
    cluster.settle();
    X509Certificate first = cluster.caBundle.getFirst();
    cluster.secret = Optional.empty();
    cluster.settle();

    assertThat(cluster.caBundle).hasSize(2).contains(first);
    assertThat(cluster.set().retired()).extracting(RetiredCa::certificate).containsExactly(first);
  }

  @Test
  void replacesASecretThatCantBeReadAndReportsWhy() {
    cluster.settle();
    cluster.secret = Optional.of(Map.of(CaSecretData.CERTIFICATE, "broken"));

    assertThat(cluster.next())
        .isInstanceOfSatisfying(
            RotationStep.Bootstrap.class,
            begin -> assertThat(begin.why()).contains("can't be read", "ca.crt"));
    cluster.settle();
    assertThat(cluster.caBundle).hasSize(2);
  }

  @Test
  void leavesAForeignSecretAloneAndReportsWhatToDo() {
    cluster.foreign = true;

    assertThat(cluster.next())
        .isInstanceOfSatisfying(
            Blocked.class,
            blocked -> assertThat(blocked.why()).contains("the Secret ebbgate/ca", "delete it"));
    cluster.settle();
    assertThat(cluster.writes).isZero();
  }

  @Test
  void publishesAgainAnOverwrittenBundle() {
    cluster.settle();
    List<X509Certificate> before = cluster.caBundle;
    cluster.publish(List.of());
    cluster.settle();

    assertThat(cluster.caBundle).isEqualTo(before);
    assertThat(cluster.set().newest().publishedAt()).contains(cluster.now);
  }

  @Test
  void keepsTheLeavesOfANewerCaWhenAnOlderSecretIsRestored() {
    cluster.settle();
    Map<String, String> backup = cluster.secret.orElseThrow();
    cluster.advance(TERMS.caRenewal());
    cluster.settle();
    X509Certificate newer = cluster.set().newest().certificate();
    cluster.secret = Optional.of(backup);
    cluster.settle();

    assertThat(cluster.caBundle).contains(newer);
  }

  @Test
  void startsAnewAfterALongSuspension() {
    cluster.settle();
    cluster.advance(TERMS.caLifetime().multipliedBy(3));
    cluster.settle();

    assertThat(cluster.caBundle).containsExactly(cluster.set().newest().certificate());
    assertThat(cluster.set().newest().isValidAt(cluster.now)).isTrue();
  }

  @Test
  void writesNothingByAClockFromBeforeTheCa() {
    cluster.settle();
    cluster.advance(Duration.ofHours(-2));

    assertThat(cluster.next())
        .isInstanceOfSatisfying(
            Blocked.class,
            blocked -> assertThat(blocked.why()).contains("clock", "correct the clock"));
  }

  @Test
  void waitsTheWholePropagationAgainWhenTheClockWasSetBack() {
    renewed();
    cluster.advance(Duration.ofSeconds(-30));
    cluster.settle();

    assertThat(cluster.set().newest().publishedAt()).contains(cluster.now);
  }

  @Test
  void agreesWithAnotherLeaderThatReadTheSameFacts() {
    Snapshot mine = cluster.snapshot();
    Snapshot theirs = cluster.snapshot();
    cluster.act(mine);
    cluster.act(theirs);
    cluster.settle();

    assertThat(cluster.set().active()).hasSize(1);
    assertThat(cluster.caBundle).containsExactly(cluster.set().newest().certificate());
  }

  @Test
  void goesOnWhereItWasWhenTheApiServerTakesWritesAgain() {
    cluster.readOnly = true;
    cluster.act(cluster.snapshot());
    cluster.advance(SECOND);
    cluster.readOnly = false;

    assertThat(cluster.settle()).isInstanceOf(Idle.class);
  }

  @Test
  void renewsACaOnlyOnce() {
    renewed();

    assertThat(cluster.next()).isNotInstanceOf(Renew.class);
  }

  private void renewed() {
    cluster.settle();
    cluster.advance(TERMS.caRenewal());
    cluster.settle();
  }
}
