package io.ebbgate.webhook;

import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.config.ConfigException;
import io.ebbgate.webhook.cluster.CaSecret;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.Leadership;
import io.ebbgate.webhook.cluster.Registration;
import io.ebbgate.webhook.cluster.TokenSecret;
import io.ebbgate.webhook.http.AdmissionServer;
import io.ebbgate.webhook.http.StartException;
import io.ebbgate.webhook.metrics.CertificateMetrics;
import io.ebbgate.webhook.observer.InjectionGapScan;
import io.ebbgate.webhook.observer.Observer;
import io.ebbgate.webhook.observer.ObserverContext;
import io.ebbgate.webhook.profile.ProfileException;
import io.ebbgate.webhook.profile.Profiles;
import io.ebbgate.webhook.review.Reviewer;
import io.ebbgate.webhook.review.TokenKey;
import io.ebbgate.webhook.tls.CertificateFileWatch;
import io.ebbgate.webhook.tls.CertificateHealth;
import io.ebbgate.webhook.tls.CertificateRotation;
import io.ebbgate.webhook.tls.RotationSettings;
import io.ebbgate.webhook.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds what the configuration asks for; the cluster is only asked where it is needed. */
final class ServeComponents implements AutoCloseable {
  private final WebhookConfig config;
  private final SecureRandom random = new SecureRandom();
  private final Deque<Runnable> closing = new ArrayDeque<>();
  private Optional<Cluster> cluster = Optional.empty();
  private Optional<Leadership> leadership = Optional.empty();

  ServeComponents(WebhookConfig config) {
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

  /** Where spans go; they are sent when whoever makes them has ended. */
  Tracing tracing(Map<String, String> environment) throws ConfigException {
    Tracing tracing =
        Tracing.of(config.traces(), environment, Version.TEXT, config.cluster().podName());
    closing.addLast(tracing::close);
    return tracing;
  }

  /** Shows a certificate, and others after it. */
  void keepCertificates(
      AdmissionServer server, CertificateHealth health, CertificateMetrics metrics)
      throws IOException, StartException {
    switch (config.tls()) {
      case TlsConfig.Files(var files) ->
          closing.push(
              CertificateFileWatch.start(
                      files, server::useCertificate, health, CertificateFileWatch.INTERVAL)
                  ::close);
      case TlsConfig.Self self -> {
        CertificateRotation renewal =
            CertificateRotation.start(
                new RotationSettings(self.names(), self.terms(), RotationSettings.INTERVAL),
                new CertificateRotation.Dependencies(
                    new CaSecret(cluster(), self.secret()),
                    new Registration(cluster(), config.cluster().registration()),
                    leadership()::isLeader,
                    server::useCertificate,
                    health,
                    metrics,
                    InstantSource.system(),
                    random));
        closing.push(renewal::close);
      }
    }
  }

  /** Watches injected pods, and looks for those that should be, where that is asked for. */
  void observe(MeterRegistry registry, Tracing tracing, Reviewer reviewer) {
    if (config.cluster().observes()) {
      ObserverContext context =
          new ObserverContext(
              cluster().client(),
              config.cluster().podName(),
              registry,
              tracing,
              leadership()::isLeader,
              InstantSource.system());
      Observer observer = Observer.start(context);
      closing.push(observer::close);
      InjectionGapScan gaps =
          InjectionGapScan.start(
              context, config.cluster().registration(), reviewer::review, InjectionGapScan.EVERY);
      closing.push(gaps::close);
    }
  }

  private Leadership leadership() {
    if (leadership.isEmpty()) {
      Leadership sought =
          Leadership.start(cluster(), config.cluster().lease(), config.cluster().podName());
      leadership = Optional.of(sought);
      closing.push(sought::close);
    }
    return leadership.get();
  }

  private Cluster cluster() {
    if (cluster.isEmpty()) {
      Cluster here = Cluster.here(config.policy().ownNamespace(), config.cluster().deployment());
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
