package io.ebbgate.webhook;

import io.ebbgate.core.admission.Profile;
import io.ebbgate.webhook.cluster.AuthoritySecret;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.Leadership;
import io.ebbgate.webhook.cluster.Registration;
import io.ebbgate.webhook.cluster.TokenSecret;
import io.ebbgate.webhook.http.AdmissionServer;
import io.ebbgate.webhook.http.StartException;
import io.ebbgate.webhook.metrics.CertificateMetrics;
import io.ebbgate.webhook.profile.ProfileException;
import io.ebbgate.webhook.profile.Profiles;
import io.ebbgate.webhook.review.TokenKey;
import io.ebbgate.webhook.tls.CertificateHealth;
import io.ebbgate.webhook.tls.FileRenewal;
import io.ebbgate.webhook.tls.SelfIssue;
import io.ebbgate.webhook.tls.SelfRenewal;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Builds what the configuration asks for; the cluster is only asked where it is needed. */
final class Parts implements AutoCloseable {
  private final WebhookConfig config;
  private final SecureRandom random = new SecureRandom();
  private final Deque<Runnable> closing = new ArrayDeque<>();
  private Optional<Cluster> cluster = Optional.empty();

  Parts(WebhookConfig config) {
    this.config = config;
  }

  /** The profiles of this version, and those of the folder that was named. */
  List<Profile> profiles() throws ProfileException {
    return config.profiles().isPresent()
        ? Profiles.withThoseOf(config.profiles().get())
        : Profiles.builtIn();
  }

  /** The key of pods' tokens: before anything is answered. */
  TokenKey tokenKey() throws IOException, ClusterException {
    return switch (config.token()) {
      case TokenConfig.InFile(var file) -> TokenKey.read(file);
      case TokenConfig.InSecret(String name) -> new TokenSecret(cluster(), name, random).key();
    };
  }

  /** Shows a certificate, and others after it. */
  void keepCertificates(
      AdmissionServer server, CertificateHealth health, CertificateMetrics metrics)
      throws IOException, StartException {
    switch (config.tls()) {
      case TlsConfig.Files(var files) ->
          closing.push(FileRenewal.start(files, server::show, health, FileRenewal.LOOK)::close);
      case TlsConfig.Self self -> {
        Leadership leadership = Leadership.seek(cluster(), self.lease(), config.podName());
        closing.push(leadership::close);
        SelfRenewal renewal =
            SelfRenewal.start(
                new SelfIssue(self.names(), self.terms(), SelfIssue.LOOK),
                new SelfRenewal.Tools(
                    new AuthoritySecret(cluster(), self.secret()),
                    new Registration(cluster(), self.registration()),
                    leadership::isLeader,
                    server::show,
                    health,
                    metrics,
                    InstantSource.system(),
                    random));
        closing.push(renewal::close);
      }
    }
  }

  private Cluster cluster() {
    if (cluster.isEmpty()) {
      Cluster here = Cluster.here(config.policy().ownNamespace(), config.deployment());
      cluster = Optional.of(here);
      closing.addLast(here::close);
    }
    return cluster.get();
  }

  /** Gives the lease back, so that another replica writes at once. */
  @Override
  public void close() {
    closing.forEach(Runnable::run);
  }
}
