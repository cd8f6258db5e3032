package io.ebbgate.webhook;

import io.ebbgate.core.config.ConfigException;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.http.AdmissionServer;
import io.ebbgate.webhook.http.StartException;
import io.ebbgate.webhook.profile.ProfileException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine.Command;

/** The admission server: configuration, one line of identity, the objects by hand, listen, wait. */
@Command(
    name = "serve",
    description = "Answers admission reviews over TLS. Its settings come from the environment.")
final class ServeCommand implements Callable<Integer> {
  /** After it, what is watched is there and what was read at the start is not needed any more. */
  private static final Duration STARTED = Duration.ofMinutes(1);

  private static final Duration BETWEEN_COLLECTIONS = Duration.ofHours(6);

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
    return collectNowAndThen();
  }

  /**
   * Collects the whole heap, until the shutdown hook ends the process: the serial collector lets
   * the old generation grow to its limit before it looks at it, and the start's garbage would stay.
   * Reviews wait for it, each time for some 50 ms.
   */
  private static int collectNowAndThen() throws InterruptedException {
    Thread.sleep(STARTED);
    while (true) {
      System.gc();
      Thread.sleep(BETWEEN_COLLECTIONS);
    }
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
