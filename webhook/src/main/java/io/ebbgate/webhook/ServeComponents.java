package io.ebbgate.webhook;

import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.admission.ReviewBudget;
import io.ebbgate.core.config.ConfigException;
import io.ebbgate.webhook.cluster.CaSecret;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.Leadership;
import io.ebbgate.webhook.cluster.LimitRangeWatch;
import io.ebbgate.webhook.cluster.NamespaceWatch;
import io.ebbgate.webhook.cluster.Registration;
import io.ebbgate.webhook.cluster.TokenSecret;
import io.ebbgate.webhook.http.AdmissionServer;
import io.ebbgate.webhook.http.RequestTimeouts;
import io.ebbgate.webhook.http.StartException;
import io.ebbgate.webhook.metrics.WebhookMetrics;
import io.ebbgate.webhook.observer.InjectionGapScan;
import io.ebbgate.webhook.observer.Observer;
import io.ebbgate.webhook.observer.ObserverContext;
import io.ebbgate.webhook.patch.LimitRanges;
import io.ebbgate.webhook.profile.ProfileException;
import io.ebbgate.webhook.profile.Profiles;
import io.ebbgate.webhook.review.AdmissionRequest;
import io.ebbgate.webhook.review.KnownNamespaces;
import io.ebbgate.webhook.review.ReviewOutcome;
import io.ebbgate.webhook.review.Reviewer;
import io.ebbgate.webhook.review.TokenKey;
import io.ebbgate.webhook.tls.CertificateFileWatch;
import io.ebbgate.webhook.tls.CertificateHealth;
import io.ebbgate.webhook.tls.CertificateRotation;
import io.ebbgate.webhook.tls.ClientCaWatch;
import io.ebbgate.webhook.tls.RotationSettings;
import io.ebbgate.webhook.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Starts the components that the configuration names, and connects to the cluster where one does.
 */
final class ServeComponents {
  /** Beyond the stop delay, for reviews in flight and the closing of the ports. */
  private static final Duration SERVER_STOP = Duration.ofSeconds(20);

  /** Between two tries to reach the API server. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final WebhookConfig config;
  private final Lifecycle lifecycle;
  private final SecureRandom random = new SecureRandom();
  private Optional<Cluster> cluster = Optional.empty();
  private Optional<Leadership> leadership = Optional.empty();

  ServeComponents(WebhookConfig config, Lifecycle lifecycle) {
    this.config = config;
    this.lifecycle = lifecycle;
  }

  /**
   * Starts every component; what has started when one fails is in the lifecycle. While the API
   * server can't be reached or does not do what is asked, it is asked again: the operations port is
   * open by then, and its readiness shows why.
   */
  AdmissionServer start(Map<String, String> environment)
      throws ConfigException,
          IOException,
          StartException,
          ClusterException,
          ProfileException,
          InterruptedException {
    WebhookMetrics metrics = new WebhookMetrics(Version.TEXT);
    CertificateHealth health = new CertificateHealth(InstantSource.system(), metrics.registry());
    Tracing tracing = tracing(environment);
    List<Profile> profiles = Profiles.known(config.profiles());
    metrics.profiles(profiles);
    KnownNamespaces namespaces = new KnownNamespaces(namespaceAnnotations(), limitRanges());
    Optional<ObserverContext> context = context(metrics.registry(), tracing);
    Optional<Observer> observer = context.map(this::observe);
    StartProblem problem = new StartProblem();
    CompletableFuture<Reviewer> reviewer = new CompletableFuture<>();
    AdmissionServer server =
        server(
            // Reviews come by the admission port, which opens with the certificate, later.
            (request, budget) -> reviewer.join().review(request, budget),
            metrics,
            tracing,
            () -> problem.sentence().or(health::unreadyReason));
    observer.map(Observer::notices).ifPresent(server::receiveNotices);
    reviewer.complete(new Reviewer(config.policy(), tokenKey(problem), profiles, namespaces));
    context.ifPresent(each -> searchForGaps(each, reviewer.join()));
    requireClientCertificates(server);
    keepCertificates(server, health);
    problem.over();
    return server;
  }

  /** The key that pods' tokens are made with. */
  private TokenKey tokenKey(StartProblem problem) throws IOException, InterruptedException {
    return switch (config.token()) {
      case TokenConfig.InFile(var file) -> TokenKey.read(file);
      case TokenConfig.InSecret(String name) ->
          repeated(new TokenSecret(cluster(), name, random), problem);
    };
  }

  /** Until there is an answer, or the process is told to end. */
  private static TokenKey repeated(TokenSecret secret, StartProblem problem)
      throws InterruptedException {
    while (true) {
      try {
        return secret.key();
      } catch (ClusterException e) {
        problem.blocked(String.valueOf(e.getMessage()));
      }
      Thread.sleep(RETRY);
    }
  }

  /** Those of each namespace, watched where configured. */
  private Function<String, Map<String, String>> namespaceAnnotations() {
    if (!config.cluster().namespaceSettings()) {
      return _ -> Map.of();
    }
    NamespaceWatch watch = NamespaceWatch.start(cluster());
    lifecycle.add("namespace watch", watch::close);
    return watch::of;
  }

  /** The same of LimitRanges. */
  private Function<String, LimitRanges> limitRanges() {
    if (!config.cluster().limitRanges()) {
      return _ -> LimitRanges.NONE;
    }
    LimitRangeWatch watch = LimitRangeWatch.start(cluster());
    lifecycle.add("LimitRange watch", watch::close);
    return watch::of;
  }

  /** The exporter of spans, closed after the components that make them. */
  private Tracing tracing(Map<String, String> environment) throws ConfigException {
    Tracing tracing =
        Tracing.of(config.traces(), environment, Version.TEXT, config.cluster().podName());
    lifecycle.add("tracing", tracing::close);
    return tracing;
  }

  /** What injected pods are watched with, where configured. */
  private Optional<ObserverContext> context(MeterRegistry registry, Tracing tracing) {
    return config.cluster().observes()
        ? Optional.of(
            new ObserverContext(
                cluster().client(),
                config.cluster().podName(),
                registry,
                tracing,
                leadership()::isLeader,
                InstantSource.system()))
        : Optional.empty();
  }

  private Observer observe(ObserverContext context) {
    Observer observer = Observer.start(context);
    lifecycle.add("observer", observer::close);
    return observer;
  }

  /** Counts gateways without a drain. */
  private void searchForGaps(ObserverContext context, Reviewer reviewer) {
    InjectionGapScan gaps =
        InjectionGapScan.start(
            context, config.cluster().registration(), reviewer::review, InjectionGapScan.EVERY);
    lifecycle.add("injection gap scan", gaps::close);
  }

  /** The server; it drains before anything that started earlier is closed. */
  private AdmissionServer server(
      BiFunction<AdmissionRequest, ReviewBudget, ReviewOutcome> reviewer,
      WebhookMetrics metrics,
      Tracing tracing,
      Supplier<Optional<String>> unreadyReason)
      throws StartException {
    AdmissionServer server =
        AdmissionServer.start(
            config.addresses(),
            RequestTimeouts.DEFAULT,
            reviewer,
            metrics,
            tracing,
            System::nanoTime,
            unreadyReason);
    Duration delay = config.stopDelay();
    long limit = delay.plus(SERVER_STOP).toMillis();
    lifecycle.add(
        "admission server",
        () -> server.stop(delay).toCompletableFuture().get(limit, TimeUnit.MILLISECONDS));
    return server;
  }

  /** Before there is a certificate, and so before the admission port opens. */
  private void requireClientCertificates(AdmissionServer server)
      throws IOException, StartException {
    if (config.tls().clientCa().isPresent()) {
      ClientCaWatch watch =
          ClientCaWatch.start(
              config.tls().clientCa().get(),
              server::requireClientCertificates,
              ClientCaWatch.INTERVAL);
      lifecycle.add("client CA watch", watch::close);
    }
  }

  /** Gives the server its certificate, and each later one. */
  private void keepCertificates(AdmissionServer server, CertificateHealth health)
      throws IOException, StartException {
    switch (config.tls().source()) {
      case TlsConfig.Files(var files) -> {
        CertificateFileWatch watch =
            CertificateFileWatch.start(
                files, server::useCertificate, health, CertificateFileWatch.INTERVAL);
        lifecycle.add("certificate file watch", watch::close);
      }
      case TlsConfig.Self self -> {
        CertificateRotation rotation =
            CertificateRotation.start(
                new RotationSettings(self.names(), self.terms(), RotationSettings.INTERVAL),
                new CertificateRotation.Dependencies(
                    new CaSecret(cluster(), self.secret()),
                    new Registration(cluster(), config.cluster().registration()),
                    leadership()::isLeader,
                    server::useCertificate,
                    health,
                    InstantSource.system(),
                    random));
        lifecycle.add("certificate rotation", rotation::close);
      }
    }
  }

  /** Its close releases the Lease, so that another replica leads at once. */
  private Leadership leadership() {
    if (leadership.isEmpty()) {
      Leadership started =
          Leadership.start(cluster(), config.cluster().lease(), config.cluster().podName());
      leadership = Optional.of(started);
      lifecycle.add("leadership", started::close);
    }
    return leadership.get();
  }

  private Cluster cluster() {
    if (cluster.isEmpty()) {
      Cluster started = Cluster.here(config.policy().ownNamespace(), config.cluster().deployment());
      cluster = Optional.of(started);
      lifecycle.add("cluster client", started::close);
    }
    return cluster.get();
  }
}
