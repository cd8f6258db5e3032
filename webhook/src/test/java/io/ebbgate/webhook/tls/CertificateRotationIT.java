package io.ebbgate.webhook.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.certs.rotation.RotationTerms;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.TokenSecret;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a real API server and the permissions of the chart. */
@Tag("cluster")
@Timeout(120)
class CertificateRotationIT {
  @TempDir Path folder;
  private TestCluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = TestCluster.start(folder);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void isReadyWhenTheRegistrationTrustsItsCa() throws Exception {
    try (Replica replica = Replica.start(cluster, "one", RotationTerms.DEFAULT)) {
      Await.until("ready", replica::isReady);

      assertThat(cluster.caBundle()).hasSize(1);
      Await.until("no problem", () -> replica.metric(MetricNames.CERTIFICATE_PROBLEM) == 0);
      assertThat(replica.metric(MetricNames.CERTIFICATE_NOT_AFTER)).isPositive();
    }
  }

  @Test
  void checksOftenWhileItHasNoCertificate() throws Exception {
    RotationSettings hourly = TestCluster.settings(RotationTerms.DEFAULT, Duration.ofHours(1));
    try (Replica replica = Replica.start(cluster, "one", hourly)) {
      Await.until("ready", replica::isReady);

      assertThat(cluster.caBundle()).hasSize(1);
    }
  }

  /** An upgrade to longer terms starts replicas while the leader still has the shorter ones. */
  @Test
  void isReadyBesideALeaderWithShorterTerms() throws Exception {
    RotationTerms shorter =
        RotationTerms.twoThirds(
            Duration.ofMinutes(10), Duration.ofMinutes(2), Duration.ofSeconds(3));
    try (Replica one = Replica.start(cluster, "one", shorter)) {
      Await.until("the first is ready", one::isReady);
      try (Replica two = Replica.start(cluster, "two", RotationTerms.DEFAULT)) {
        Await.until("ready", two::isReady);

        assertThat(cluster.caBundle()).hasSize(1);
      }
    }
  }

  @Test
  void agreesWithAnotherReplicaThatStartsAtTheSameTime() throws Exception {
    try (Replica one = Replica.start(cluster, "one", RotationTerms.DEFAULT);
        Replica two = Replica.start(cluster, "two", RotationTerms.DEFAULT)) {
      Await.until("both ready", () -> one.isReady() && two.isReady());

      assertThat(cluster.caBundle()).hasSize(1);
    }
  }

  @Test
  void keepsTrustWhenTheSecretIsDeleted() throws Exception {
    try (Replica replica = Replica.start(cluster, "one", RotationTerms.DEFAULT)) {
      Await.until("ready", replica::isReady);
      X509Certificate before = cluster.caBundle().getFirst();
      secret(TestCluster.SECRET).delete();
      Await.until("two are trusted", () -> cluster.caBundle().size() == 2);

      assertThat(cluster.caBundle()).contains(before);
      assertThat(replica.isReady()).isTrue();
    }
  }

  @Test
  void replacesASecretThatCantBeRead() throws Exception {
    try (Replica replica = Replica.start(cluster, "one", RotationTerms.DEFAULT)) {
      Await.until("ready", replica::isReady);
      secret(TestCluster.SECRET)
          .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\": {\"ca.key\": \"AAAA\"}}");
      Await.until("two are trusted", () -> cluster.caBundle().size() == 2);

      assertThat(replica.isReady()).isTrue();
    }
  }

  @Test
  void leavesAForeignSecretAloneAndReportsWhatToDo() throws Exception {
    Secret foreign = foreign(TestCluster.SECRET);
    try (Replica replica = Replica.start(cluster, "one", RotationTerms.DEFAULT)) {
      awaitProblem(replica, "delete it");

      assertThat(replica.health.unreadyReason()).isPresent();
      assertThat(replica.metric(MetricNames.CERTIFICATE_PROBLEM)).isEqualTo(1);
      assertThat(secret(TestCluster.SECRET).get().getData()).isEqualTo(foreign.getData());
    }
  }

  @Test
  void reportsAMissingPermissionAndContinuesWithIt() throws Exception {
    cluster.mayWriteTheRegistration(false);
    try (Replica replica = Replica.start(cluster, "one", RotationTerms.DEFAULT)) {
      awaitProblem(replica, "cannot patch");
      cluster.mayWriteTheRegistration(true);
      Await.until("ready", replica::isReady);
      Await.until("no problem", () -> replica.health.problem().isEmpty());

      assertThat(cluster.caBundle()).hasSize(1);
    }
  }

  @Test
  void staysReadyWithAValidLeafWithoutThePermissionToWrite() throws Exception {
    try (Replica replica = Replica.start(cluster, "one", TestCluster.fast())) {
      Await.until("ready", replica::isReady);
      cluster.mayWriteTheRegistration(false);
      awaitProblem(replica, "cannot patch");

      assertThat(replica.isReady()).isTrue();
    }
  }

  @Test
  void restoresAnEmptiedBundle() throws Exception {
    try (Replica replica = Replica.start(cluster, "one", RotationTerms.DEFAULT)) {
      Await.until("ready", replica::isReady);
      List<X509Certificate> before = cluster.caBundle();
      cluster
          .admin()
          .admissionRegistration()
          .v1()
          .mutatingWebhookConfigurations()
          .withName(TestCluster.REGISTRATION)
          .patch(
              PatchContext.of(PatchType.STRATEGIC_MERGE),
              """
              {"webhooks": [{"name": "inject.ebbgate.io", "clientConfig": {"caBundle": null}}]}
              """);
      Await.until("filled", () -> cluster.caBundle().equals(before));
      Await.until("ready", replica::isReady);
    }
  }

  @Test
  void createsOneTokenKeyForAllReplicas() throws Exception {
    TokenSecret one = new TokenSecret(cluster.webhook(), TestCluster.TOKEN, new SecureRandom());
    TokenSecret two = new TokenSecret(cluster.webhook(), TestCluster.TOKEN, new SecureRandom());
    one.key();
    Map<String, String> made = secret(TestCluster.TOKEN).get().getData();
    two.key();

    assertThat(secret(TestCluster.TOKEN).get().getData()).isEqualTo(made);
  }

  @Test
  void takesNoTokenKeyFromAForeignSecret() {
    foreign(TestCluster.TOKEN);
    TokenSecret token = new TokenSecret(cluster.webhook(), TestCluster.TOKEN, new SecureRandom());

    Assertions.assertThatExceptionOfType(ClusterException.class)
        .isThrownBy(token::key)
        .withMessageContaining(TestCluster.TOKEN)
        .withMessageContaining("delete it");
  }

  private static void awaitProblem(Replica replica, String part) throws InterruptedException {
    Await.until(
        "a problem: " + part,
        () -> replica.health.problem().filter(problem -> problem.contains(part)).isPresent());
  }

  private Secret foreign(String name) {
    return cluster
        .admin()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(TestCluster.NAMESPACE)
                .endMetadata()
                .addToStringData("ca.crt", "theirs")
                .build())
        .create();
  }

  private Resource<Secret> secret(String name) {
    return cluster.admin().secrets().inNamespace(TestCluster.NAMESPACE).withName(name);
  }
}
