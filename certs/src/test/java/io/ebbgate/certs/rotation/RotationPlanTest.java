package io.ebbgate.certs.rotation;

import static io.ebbgate.certs.rotation.RotationWorld.TERMS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.certs.rotation.RotationStep.Blocked;
import io.ebbgate.certs.rotation.RotationStep.Publish;
import io.ebbgate.certs.rotation.RotationStep.Renew;
import io.ebbgate.certs.rotation.RotationStep.Rest;
import io.ebbgate.certs.rotation.RotationStep.Store;
import io.ebbgate.certs.rotation.RotationWorld.Seen;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RotationPlanTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final RotationWorld world = new RotationWorld(2);

  @Test
  void makesPublishesAndNotesAFirstAuthority() {
    assertThat(world.act(world.look())).isInstanceOf(RotationStep.Begin.class);
    assertThat(world.act(world.look())).isInstanceOf(Publish.class);
    assertThat(world.act(world.look())).isInstanceOf(Store.class);

    assertThat(world.next()).isInstanceOf(Rest.class);
    assertThat(world.bundle).containsExactly(world.set().newest().certificate());
  }

  @Test
  void restsUntilTwoThirdsOfTheAuthoritysLife() {
    world.settle();

    assertThat(world.next()).isEqualTo(new Rest(world.now.plus(TERMS.caRenewal())));
  }

  @Test
  void trustsBothAuthoritiesFromTheRenewalOn() {
    world.settle();
    X509Certificate first = world.bundle.getFirst();
    world.pass(TERMS.caRenewal());
    world.settle();

    assertThat(world.bundle).hasSize(2).contains(first);
    assertThat(world.set().active()).hasSize(2);
  }

  @Test
  void letsTheNewAuthoritySignAloneWhenItIsKnownEverywhere() {
    renewed();
    world.pass(TERMS.caPropagation().minus(SECOND));
    assertThat(world.next()).isInstanceOf(Rest.class);
    world.pass(SECOND);
    world.settle();

    assertThat(world.set().active()).hasSize(1);
    assertThat(world.bundle).hasSize(2);
  }

  @Test
  void trustsTheOldAuthorityUntilItsLastLeafHasEnded() {
    renewed();
    world.pass(TERMS.caPropagation());
    world.settle();
    world.pass(TERMS.leafLifetime().minus(SECOND));
    world.settle();
    assertThat(world.bundle).hasSize(2);
    world.pass(SECOND);
    world.settle();

    assertThat(world.bundle).containsExactly(world.set().newest().certificate());
    assertThat(world.set().retired()).isEmpty();
  }

  @Test
  void keepsWhatIsTrustedWhenTheSecretIsDeleted() {
    world.settle();
    X509Certificate first = world.bundle.getFirst();
    world.secret = Optional.empty();
    world.settle();

    assertThat(world.bundle).hasSize(2).contains(first);
    assertThat(world.set().retired()).extracting(RetiredCa::certificate).containsExactly(first);
  }

  @Test
  void replacesASecretThatCantBeReadAndSaysWhy() {
    world.settle();
    world.secret = Optional.of(Map.of(CaSecretData.CERTIFICATE, "broken"));

    assertThat(world.next())
        .isInstanceOfSatisfying(
            RotationStep.Begin.class,
            begin -> assertThat(begin.why()).contains("can't be read", "ca.crt"));
    world.settle();
    assertThat(world.bundle).hasSize(2);
  }

  @Test
  void leavesAForeignSecretAloneAndSaysWhatToDo() {
    world.foreign = true;

    assertThat(world.next())
        .isInstanceOfSatisfying(
            Blocked.class,
            blocked -> assertThat(blocked.why()).contains("the Secret ebbgate/ca", "delete it"));
    world.settle();
    assertThat(world.writes).isZero();
  }

  @Test
  void publishesAgainWhatSomebodyOverwrote() {
    world.settle();
    List<X509Certificate> before = world.bundle;
    world.publish(List.of());
    world.settle();

    assertThat(world.bundle).isEqualTo(before);
    assertThat(world.set().newest().publishedAt()).contains(world.now);
  }

  @Test
  void keepsTheLeavesOfANewerAuthorityWhenAnOlderSecretIsRestored() {
    world.settle();
    Map<String, String> backup = world.secret.orElseThrow();
    world.pass(TERMS.caRenewal());
    world.settle();
    X509Certificate newer = world.set().newest().certificate();
    world.secret = Optional.of(backup);
    world.settle();

    assertThat(world.bundle).contains(newer);
  }

  @Test
  void startsAnewAfterALongSuspension() {
    world.settle();
    world.pass(TERMS.caLifetime().multipliedBy(3));
    world.settle();

    assertThat(world.bundle).containsExactly(world.set().newest().certificate());
    assertThat(world.set().newest().holdsAt(world.now)).isTrue();
  }

  @Test
  void writesNothingByAClockFromBeforeTheAuthority() {
    world.settle();
    world.pass(Duration.ofHours(-2));

    assertThat(world.next())
        .isInstanceOfSatisfying(
            Blocked.class, blocked -> assertThat(blocked.why()).contains("clock", "set it right"));
  }

  @Test
  void waitsTheWholeSpreadAgainWhenTheClockWasSetBack() {
    renewed();
    world.pass(Duration.ofSeconds(-30));
    world.settle();

    assertThat(world.set().newest().publishedAt()).contains(world.now);
  }

  @Test
  void wantsTheSameAsAnotherWriterWhoLookedAtTheSameTime() {
    Seen mine = world.look();
    Seen theirs = world.look();
    world.act(mine);
    world.act(theirs);
    world.settle();

    assertThat(world.set().active()).hasSize(1);
    assertThat(world.bundle).containsExactly(world.set().newest().certificate());
  }

  @Test
  void goesOnWhereItWasWhenTheApiServerTakesWritesAgain() {
    world.readOnly = true;
    world.act(world.look());
    world.pass(SECOND);
    world.readOnly = false;

    assertThat(world.settle()).isInstanceOf(Rest.class);
  }

  @Test
  void renewsAnAuthorityOnlyOnce() {
    renewed();

    assertThat(world.next()).isNotInstanceOf(Renew.class);
  }

  private void renewed() {
    world.settle();
    world.pass(TERMS.caRenewal());
    world.settle();
  }
}
