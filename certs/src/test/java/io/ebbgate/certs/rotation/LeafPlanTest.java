package io.ebbgate.certs.rotation;

import static io.ebbgate.certs.rotation.SimulatedCluster.TERMS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.certs.rotation.LeafStep.Issue;
import io.ebbgate.certs.rotation.LeafStep.Keep;
import io.ebbgate.certs.rotation.LeafStep.Unavailable;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeafPlanTest {
  private final SimulatedCluster cluster = new SimulatedCluster(1);

  @Test
  void hasNoLeafBeforeACaIsPublished() {
    cluster.act(cluster.snapshot());

    assertThat(cluster.refresh(0))
        .isEqualTo(new Unavailable("The registration's caBundle is empty."));
  }

  @Test
  void reportsThatTheCasCantBeRead() {
    assertThat(cluster.refresh(0))
        .isEqualTo(new Unavailable("No CA can be read from the Secret yet."));
  }

  @Test
  void reportsThatTheRegistrationTrustsAnotherCa() {
    cluster.settle();
    cluster.caBundle = List.of(cluster.ca().certificate());

    assertThat(cluster.refresh(0))
        .isEqualTo(new Unavailable("The registration's caBundle contains none of the stored CAs."));
  }

  @Test
  void takesAFirstLeafAsSoonAsItsCaIsPublished() {
    cluster.settle();

    assertThat(cluster.refresh(0)).isInstanceOf(Issue.class);
    assertThat(LeafPlan.trusted(leaf(), cluster.facts(0))).isTrue();
  }

  @Test
  void keepsItsLeafUntilItIsDue() {
    served();

    assertThat(cluster.refresh(0)).isEqualTo(new Keep(leaf().renewalAt()));
  }

  @Test
  void renewsItsLeafWhenItIsDue() {
    served();
    cluster.advance(TERMS.leafRenewal());

    assertThat(cluster.refresh(0)).isInstanceOf(Issue.class);
  }

  @Test
  void staysWithTheOldCaUntilTheNewOneIsKnownEverywhere() {
    served();
    X509Certificate old = leaf().issuer();
    cluster.advance(TERMS.caRenewal());
    cluster.settle();
    cluster.refresh(0);
    assertThat(leaf().issuer()).isEqualTo(old);
    cluster.advance(TERMS.caPropagation());
    cluster.settle();
    cluster.refresh(0);

    assertThat(leaf().issuer()).isEqualTo(cluster.set().newest().certificate()).isNotEqualTo(old);
  }

  @Test
  void keepsAGoodLeafWhateverBecomesOfTheSecret() {
    served();
    cluster.secret = Optional.empty();

    assertThat(cluster.refresh(0)).isInstanceOf(Keep.class);
  }

  @Test
  void replacesALeafThatEndedDuringASuspension() {
    served();
    cluster.advance(TERMS.leafLifetime().plus(Duration.ofSeconds(1)));

    assertThat(cluster.refresh(0))
        .isInstanceOfSatisfying(
            Issue.class, issue -> assertThat(issue.why()).contains("no valid leaf"));
  }

  /** The CA was issued with shorter terms, before the terms were changed. */
  @Test
  void takesALeafThatEndsWithItsCaWhereThatEndsSooner() {
    served();
    Duration longer = TERMS.caLifetime().multipliedBy(2);
    RotationTerms other =
        RotationTerms.twoThirds(longer.multipliedBy(4), longer, TERMS.caPropagation());
    LeafFacts bare =
        new LeafFacts(cluster.now, Optional.empty(), Optional.of(cluster.set()), cluster.caBundle);

    assertThat(LeafPlan.next(bare, other))
        .isInstanceOfSatisfying(
            Issue.class,
            issue -> {
              assertThat(issue.lifetime()).isLessThan(TERMS.caLifetime());
              assertThat(cluster.leaf(issue.ca(), issue.lifetime()).isValidAt(cluster.now))
                  .isTrue();
            });
  }

  @Test
  void takesNoLeafOfACaThatIsAboutToEnd() {
    served();
    cluster.advance(TERMS.caLifetime().minus(Duration.ofSeconds(90)));

    assertThat(cluster.refresh(0))
        .isEqualTo(
            new Unavailable("The CA in the registration's caBundle expires within a minute."));
  }

  @Test
  void isNotTrustedWhereTheRegistrationWasOverwritten() {
    served();
    cluster.caBundle = List.of();

    assertThat(LeafPlan.trusted(leaf(), cluster.facts(0))).isFalse();
  }

  private void served() {
    cluster.settle();
    cluster.advance(TERMS.caPropagation());
    cluster.settle();
    cluster.refresh(0);
  }

  private LeafCertificate leaf() {
    return cluster.replicas.getFirst().orElseThrow();
  }
}
