package io.ebbgate.certs.rotation;

import static io.ebbgate.certs.rotation.RotationWorld.TERMS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.certs.rotation.LeafStep.Issue;
import io.ebbgate.certs.rotation.LeafStep.Keep;
import io.ebbgate.certs.rotation.LeafStep.Wanting;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeafPlanTest {
  private final RotationWorld world = new RotationWorld(1);

  @Test
  void hasNoLeafBeforeAnAuthorityIsPublished() {
    world.act(world.look());

    assertThat(world.refresh(0)).isEqualTo(new Wanting("The registration trusts nobody yet."));
  }

  @Test
  void saysThatTheAuthoritiesCantBeRead() {
    assertThat(world.refresh(0))
        .isEqualTo(new Wanting("There are no authorities that can be read yet."));
  }

  @Test
  void saysThatTheRegistrationTrustsSomebodyElse() {
    world.settle();
    world.bundle = List.of(world.authority().certificate());

    assertThat(world.refresh(0))
        .isEqualTo(new Wanting("The registration trusts none of the authorities that are stored."));
  }

  @Test
  void takesAFirstLeafAsSoonAsItsAuthorityIsPublished() {
    world.settle();

    assertThat(world.refresh(0)).isInstanceOf(Issue.class);
    assertThat(LeafPlan.trusted(leaf(), world.facts(0))).isTrue();
  }

  @Test
  void keepsItsLeafUntilItIsDue() {
    served();

    assertThat(world.refresh(0)).isEqualTo(new Keep(leaf().renewalAt()));
  }

  @Test
  void renewsItsLeafWhenItIsDue() {
    served();
    world.pass(TERMS.leafRenewal());

    assertThat(world.refresh(0)).isInstanceOf(Issue.class);
  }

  @Test
  void staysWithTheOldAuthorityUntilTheNewOneIsKnownEverywhere() {
    served();
    X509Certificate old = leaf().authority();
    world.pass(TERMS.caRenewal());
    world.settle();
    world.refresh(0);
    assertThat(leaf().authority()).isEqualTo(old);
    world.pass(TERMS.caPropagation());
    world.settle();
    world.refresh(0);

    assertThat(leaf().authority()).isEqualTo(world.set().newest().certificate()).isNotEqualTo(old);
  }

  @Test
  void keepsAGoodLeafWhateverBecomesOfTheSecret() {
    served();
    world.secret = Optional.empty();

    assertThat(world.refresh(0)).isInstanceOf(Keep.class);
  }

  @Test
  void replacesALeafThatEndedDuringASuspension() {
    served();
    world.pass(TERMS.leafLifetime().plus(Duration.ofSeconds(1)));

    assertThat(world.refresh(0))
        .isInstanceOfSatisfying(
            Issue.class, issue -> assertThat(issue.why()).contains("no leaf that holds"));
  }

  /** Made by a writer whose terms are shorter, before the terms were changed. */
  @Test
  void takesALeafThatEndsWithItsAuthorityWhereThatEndsSooner() {
    served();
    Duration longer = TERMS.caLifetime().multipliedBy(2);
    RotationTerms other =
        RotationTerms.twoThirds(longer.multipliedBy(4), longer, TERMS.caPropagation());
    LeafFacts bare =
        new LeafFacts(world.now, Optional.empty(), Optional.of(world.set()), world.bundle);

    assertThat(LeafPlan.next(bare, other))
        .isInstanceOfSatisfying(
            Issue.class,
            issue -> {
              assertThat(issue.life()).isLessThan(TERMS.caLifetime());
              assertThat(world.leaf(issue.authority(), issue.life()).holdsAt(world.now)).isTrue();
            });
  }

  @Test
  void takesNoLeafOfAnAuthorityThatIsAboutToEnd() {
    served();
    world.pass(TERMS.caLifetime().minus(Duration.ofSeconds(90)));

    assertThat(world.refresh(0))
        .isEqualTo(new Wanting("The authority that the registration trusts ends within a minute."));
  }

  @Test
  void isNotTrustedWhereTheRegistrationWasOverwritten() {
    served();
    world.bundle = List.of();

    assertThat(LeafPlan.trusted(leaf(), world.facts(0))).isFalse();
  }

  private void served() {
    world.settle();
    world.pass(TERMS.caPropagation());
    world.settle();
    world.refresh(0);
  }

  private LeafCertificate leaf() {
    return world.replicas.getFirst().orElseThrow();
  }
}
