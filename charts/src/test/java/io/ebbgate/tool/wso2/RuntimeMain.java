package io.ebbgate.tool.wso2;

import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The programs beside Envoy in a gateway runtime: {@code policy-engine --socket S --executor E
 * [--config C]} or {@code python-executor --socket S}. SIGTERM ends them with 0, when their clients
 * are gone.
 */
@Command(name = "runtime")
public final class RuntimeMain {
  private static final int MICROS = 1_000;

  private RuntimeMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    int code = new CommandLine(new RuntimeMain()).execute(arguments);
    if (code != 0) {
      System.exit(code);
    }
    new CountDownLatch(1).await();
  }

  /** Starts what Envoy asks. The file of its configuration is WSO2's, and not read. */
  @Command(name = "policy-engine")
  void policyEngine(
      @Option(names = "--socket", required = true) Path socket,
      @Option(names = "--executor", required = true) Path executor,
      @Option(names = "--config", defaultValue = "/dev/null") Path config) {
    PolicyEngine engine = PolicyEngine.open(socket, executor);
    endAtSignal("policy-engine", engine, engine::state);
  }

  /** Starts what the policy engine asks. */
  @Command(name = "python-executor")
  void pythonExecutor(@Option(names = "--socket", required = true) Path socket) {
    PolicyExecutor executor = PolicyExecutor.open(socket);
    endAtSignal("python-executor", executor, executor::state);
  }

  private static void endAtSignal(String name, AutoCloseable program, Supplier<String> state) {
    log(name, "listens");
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              log(name, state.get());
              close(program);
              log(name, "ends");
              // Without it a JVM ends with 143 at SIGTERM.
              Runtime.getRuntime().halt(0);
            }));
  }

  private static void close(AutoCloseable program) {
    try {
      program.close();
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** With the time as the script writes it. */
  private static void log(String name, String what) {
    Instant now = Instant.now();
    System.out.printf("%d.%06d %s %s%n", now.getEpochSecond(), now.getNano() / MICROS, name, what);
  }
}
