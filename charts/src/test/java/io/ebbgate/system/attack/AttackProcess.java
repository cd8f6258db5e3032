package io.ebbgate.system.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.core.testkit.Trust;
import io.ebbgate.tool.chart.BoundedWebhook;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The clients of an {@link Attack} in a process of their own, as another pod of the webhook's node.
 */
final class AttackProcess implements AutoCloseable {
  private static final String STARTED = "started";

  private final Process process;
  private final BufferedReader output;

  private AttackProcess(Process process) {
    this.process = process;
    output = process.inputReader(UTF_8);
  }

  /** Starts them; returns when each has sent. */
  static AttackProcess start(Attack attack, BoundedWebhook webhook) throws IOException {
    InetSocketAddress port = webhook.replica().admission();
    List<String> command =
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path", "")),
            AttackProcess.class.getName(),
            attack.name(),
            port.getAddress().getHostAddress(),
            Integer.toString(port.getPort()),
            webhook.caBundle());
    ProcessBuilder builder =
        new ProcessBuilder(webhook.asNeighbour(command))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    AttackProcess started = new AttackProcess(ChildProcesses.adopt(builder.start()));
    String line = started.output.readLine();
    if (!STARTED.equals(line)) {
      started.close();
      throw new EOFException("The attackers did not start: " + line);
    }
    return started;
  }

  /** Ends them; how many connections they opened. */
  int end() throws IOException {
    process.outputWriter(UTF_8).close();
    String line = output.readLine();
    return line == null ? 0 : Integer.parseInt(line);
  }

  @Override
  public void close() {
    ChildProcesses.killNow(process);
  }

  /** Attacks until its standard input ends. */
  static void main(String... arguments) throws IOException, InterruptedException {
    InetSocketAddress webhook =
        new InetSocketAddress(InetAddress.ofLiteral(arguments[1]), Integer.parseInt(arguments[2]));
    try (Attackers attackers =
        Attackers.start(Attack.valueOf(arguments[0]), webhook, Trust.these(arguments[3]))) {
      attackers.awaitFirst();
      System.out.println(STARTED);
      var _ = System.in.read();
      System.out.println(attackers.attempts());
    }
  }
}
