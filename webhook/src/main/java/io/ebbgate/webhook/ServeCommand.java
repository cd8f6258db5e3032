package io.ebbgate.webhook;

import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.http.AdmissionServer;
import io.ebbgate.webhook.http.RequestTimeouts;
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
    Ticker ticker = System::nanoTime;
    WebhookMetrics metrics = new WebhookMetrics(Version.TEXT);
    CertificateMetrics counted = new CertificateMetrics(metrics.registry());
    CertificateHealth health = new CertificateHealth(InstantSource.system(), counted);
    ServeComponents components = new ServeComponents(config);
    Tracing tracing = components.tracing(System.getenv());
    List<Profile> profiles = components.profiles();
    metrics.profiles(profiles);
    Reviewer reviewer = new Reviewer(config.policy(), components.tokenKey(), profiles);
    AdmissionServer server =
        AdmissionServer.start(
            config.addresses(),
            RequestTimeouts.DEFAULT,
            reviewer::review,
            metrics,
            tracing,
            ticker,
            health::unreadyReason);
    components.keepCertificates(server, health, counted);
    components.observe(metrics.registry(), tracing, reviewer);
    introduce(log, config, server);
    new Shutdown(server, components, config.stopDelay(), log).register();
    // The stop ends the process.
    new CountDownLatch(1).await();
    return 0;
  }

  /** What libraries and the JDK say by java.util.logging has the same form. */
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
