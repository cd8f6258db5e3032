package io.ebbgate.webhook;

import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.http.AdmissionServer;
import io.ebbgate.webhook.http.Patience;
import io.ebbgate.webhook.http.StartException;
import io.ebbgate.webhook.metrics.CertificateMetrics;
import io.ebbgate.webhook.metrics.WebhookMetrics;
import io.ebbgate.webhook.profile.ProfileException;
import io.ebbgate.webhook.review.Reviewer;
import io.ebbgate.webhook.tls.CertificateHealth;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
    Logger log = LoggerFactory.getLogger(ServeCommand.class);
    Ticker ticker = System::nanoTime;
    WebhookMetrics metrics = new WebhookMetrics(Version.TEXT);
    CertificateMetrics counted = new CertificateMetrics(metrics.registry());
    CertificateHealth health = new CertificateHealth(InstantSource.system(), counted);
    Parts parts = new Parts(config);
    Reviewer reviewer = new Reviewer(config.policy(), parts.tokenKey(), parts.profiles());
    AdmissionServer server =
        AdmissionServer.start(
            config.listening(),
            Patience.USUAL,
            reviewer::review,
            metrics,
            ticker,
            health::obstacle);
    parts.keepCertificates(server, health, counted);
    introduce(log, config, server);
    new Shutdown(server, parts, config.stopDelay(), log).register();
    // The stop ends the process.
    new CountDownLatch(1).await();
    return 0;
  }

  private static void introduce(Logger log, WebhookConfig config, AdmissionServer server) {
    log.atInfo()
        .addKeyValue("version", Version.TEXT)
        .addKeyValue("admission", config.listening().admission())
        .addKeyValue("operations", server.operationsPort())
        .addKeyValue("namespace", config.policy().ownNamespace())
        .addKeyValue("mode", config.policy().defaultMode().word())
        .addKeyValue("sidecar", config.policy().style().word())
        .addKeyValue("image", config.policy().sidecarImage())
        .addKeyValue("strict", config.policy().strict())
        .log("ebbgate webhook");
  }
}
