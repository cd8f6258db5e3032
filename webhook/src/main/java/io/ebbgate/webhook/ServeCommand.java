package io.ebbgate.webhook;

import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.http.AdmissionServer;
import io.ebbgate.webhook.http.StartException;
import io.ebbgate.webhook.metrics.CertificateMetrics;
import io.ebbgate.webhook.metrics.WebhookMetrics;
import io.ebbgate.webhook.profile.ProfileException;
import io.ebbgate.webhook.review.Reviewer;
import io.ebbgate.webhook.tls.CertificateHealth;
import io.ebbgate.webhook.trace.Tracing;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine.Command;

/** The admission server: configuration, one line of identity, the objects by hand, listen, wait. */
@Command(
    name = "serve",
    description = "Answers admission reviews over TLS. Its settings come from the environment.")
final class ServeCommand implements Callable<Integer> {
  @Override
  public Integer call()
      throws ConfigException,
          IOException,
          StartException,
          ClusterException,
          ProfileException,
          InterruptedException {
    // Read by logback.xml, so before the first logger.
    System.setProperty("ebbgate.log", "System.out");
    WebhookConfig config = WebhookConfig.read(System.getenv());
    Logger log = logger();
    Lifecycle lifecycle = new Lifecycle();
    ServeShutdown shutdown = ServeShutdown.register(lifecycle, config.stopDelay());
    boolean started = false;
    try {
      AdmissionServer server = start(config, System.getenv(), lifecycle);
      introduce(log, config, server);
      started = true;
    } finally {
      if (!started) {
        shutdown.startFailed();
      }
    }
    // The shutdown hook ends the process.
    new CountDownLatch(1).await();
    return 0;
  }

  /** Starts every component; what has started when one fails is in the lifecycle. */
  static AdmissionServer start(
      WebhookConfig config, Map<String, String> environment, Lifecycle lifecycle)
      throws ConfigException, IOException, StartException, ClusterException, ProfileException {
    Ticker ticker = System::nanoTime;
    WebhookMetrics metrics = new WebhookMetrics(Version.TEXT);
    CertificateMetrics certificates = new CertificateMetrics(metrics.registry());
    CertificateHealth health = new CertificateHealth(InstantSource.system(), certificates);
    ServeComponents components = new ServeComponents(config, lifecycle);
    Tracing tracing = components.tracing(environment);
    List<Profile> profiles = components.profiles();
    metrics.profiles(profiles);
    Reviewer reviewer = new Reviewer(config.policy(), components.tokenKey(), profiles);
    components.observe(metrics.registry(), tracing, reviewer);
    AdmissionServer server =
        components.server(reviewer::review, metrics, tracing, ticker, health::unreadyReason);
    components.keepCertificates(server, health, certificates);
    return server;
  }

  /** Records of java.util.logging, from libraries and the JDK, get the same form. */
  private static Logger logger() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    return LoggerFactory.getLogger(ServeCommand.class);
  }

  private static void introduce(Logger log, WebhookConfig config, AdmissionServer server) {
    log.atInfo()
        .addKeyValue("version", Version.TEXT)
        .addKeyValue("admission", config.addresses().admission())
        .addKeyValue("operationsPort", server.operationsPort())
        .addKeyValue("namespace", config.policy().ownNamespace())
        .addKeyValue("mode", config.policy().defaultMode().wireName())
        .addKeyValue("sidecar", config.policy().style().wireName())
        .addKeyValue("image", config.policy().sidecarImage())
        .addKeyValue("strict", config.policy().strict())
        .log("ebbgate webhook");
  }
}
