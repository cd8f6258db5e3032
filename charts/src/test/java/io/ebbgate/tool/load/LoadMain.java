package io.ebbgate.tool.load;

import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.lifecycle.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The backend or the strict client as the main process of a container: {@code backend [--http 8080]
 * [--tcp 9000]} or {@code client [--port 8090]}. SIGTERM ends it with 0; bad arguments with 64, a
 * port that is in use with 69.
 */
public final class LoadMain {
  /** {@code EX_UNAVAILABLE}. */
  private static final int UNAVAILABLE = 69;

  private LoadMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    try {
      System.out.println(start(LoadCommand.parse(List.of(arguments))));
      // Without a hook of its own a JVM ends with 143 at SIGTERM.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0)));
    } catch (InvalidRequestException mistake) {
      refuse(mistake, ConfigException.EXIT_CODE);
    } catch (IOException taken) {
      refuse(taken, UNAVAILABLE);
    }
    new CountDownLatch(1).await();
  }

  /** Starts it; the line that reports where it listens. */
  private static String start(LoadCommand command) throws IOException {
    InetAddress any = new InetSocketAddress(0).getAddress();
    return switch (command) {
      case LoadCommand.AsBackend(int http, int tcp) -> {
        Backend backend = Backend.open(any, http, tcp);
        yield "HTTP on port %d, lines of TCP on port %d"
            .formatted(backend.address().getPort(), backend.tcp().getPort());
      }
      case LoadCommand.AsClient(int port) -> {
        Ticker ticker = EpochTicker.anchored(System::nanoTime, InstantSource.system());
        ControlServer server = ControlServer.open(any, port, new RunControl(ticker));
        yield "control on port %d".formatted(server.address().getPort());
      }
    };
  }

  private static void refuse(Exception because, int exitCode) {
    System.err.println(because.getMessage());
    System.exit(exitCode);
  }
}
