package io.ebbgate.webhook;

import io.ebbgate.core.config.ConfigException;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.http.AdmissionServer;
import io.ebbgate.webhook.http.StartException;
import io.ebbgate.webhook.profile.ProfileException;
import java.io.IOException;
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
      AdmissionServer server = new ServeComponents(config, lifecycle).start(System.getenv());
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
