package io.ebbgate.tool.load;

import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.lifecycle.Ticker;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * The backend or the strict client as the main process of a container: {@code backend [--http 8080]
 * [--tcp 9000]} or {@code client [--port 8090]}; port 0 is any free one. SIGTERM ends it with 0;
 * bad arguments with 64, a port that is in use with 69.
 */
@Command(name = "load")
public final class LoadMain {
  /** {@code EX_UNAVAILABLE}. */
  private static final int UNAVAILABLE = 69;

  private static final InetAddress ANY = new InetSocketAddress(0).getAddress();

  private LoadMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    int code = commandLine().execute(arguments);
    if (code != 0) {
      System.exit(code);
    }
    // Without a hook of its own a JVM ends with 143 at SIGTERM.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0)));
    new CountDownLatch(1).await();
  }

  static CommandLine commandLine() {
    return new CommandLine(new LoadMain())
        .setParameterExceptionHandler(
            (bad, _) -> refuse(bad.getCommandLine(), bad, ConfigException.EXIT_CODE))
        .setExecutionExceptionHandler((taken, command, _) -> refuse(command, taken, UNAVAILABLE));
  }

  /** Starts the upstream of gateways. */
  @Command
  void backend(
      @Option(names = "--http", defaultValue = "8080", converter = Port.class) int http,
      @Option(names = "--tcp", defaultValue = "9000", converter = Port.class) int tcp) {
    Backend backend = Backend.open(ANY, http, tcp);
    System.out.printf(
        "HTTP on port %d, lines of TCP on port %d%n",
        backend.address().getPort(), backend.tcp().getPort());
  }

  /** Starts the strict client, which waits for requests of runs. */
  @Command
  void client(@Option(names = "--port", defaultValue = "8090", converter = Port.class) int port) {
    Ticker ticker = sinceEpoch(System::nanoTime, InstantSource.system());
    Vertx vertx = Backend.vertx();
    HttpServer server =
        vertx.createHttpServer().requestHandler(new RunControl(ticker).router(vertx));
    server.listen(port, ANY.getHostAddress()).await();
    System.out.printf("control on port %d%n", server.actualPort());
  }

  /**
   * Nanoseconds since the epoch that only go forward: the wall clock is read once, so that times of
   * several machines can be compared and a correction of this one's clock changes no difference.
   */
  static Ticker sinceEpoch(Ticker ticker, InstantSource clock) {
    long offset = ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()) - ticker.nanos();
    return () -> ticker.nanos() + offset;
  }

  private static int refuse(CommandLine command, Exception because, int exitCode) {
    command.getErr().println(because.getMessage());
    return exitCode;
  }

  static final class Port implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65_535) {
        throw new TypeConversionException("'%s' is not a port from 0 to 65535".formatted(value));
      }
      return Integer.valueOf(value);
    }
  }
}
