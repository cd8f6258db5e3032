package io.ebbgate.system.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.core.testkit.Trust;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The clients of an {@link Attack} in a process of their own that runs only while a processor is
 * idle: in a cluster they run on other machines, but here they would take the processors from the
 * webhook and from the clients whose reviews are measured. Even at a low priority a process keeps
 * its processor for some milliseconds while others wait for it. The results have how many
 * connections the attackers opened nevertheless.
 */
final class AttackProcess implements AutoCloseable {
  private static final String STARTED = "started";

  private final Process process;
  private final BufferedReader output;

  private AttackProcess(Process process) {
    this.process = process;
    output = process.inputReader(UTF_8);
  }

  /** Starts them; returns when they send. */
  static AttackProcess start(Attack attack, InetSocketAddress webhook, String caBundle)
      throws IOException {
    List<String> command =
        List.of(
            "chrt",
            "--idle",
            "0",
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path", "")),
            AttackProcess.class.getName(),
            attack.name(),
            webhook.getAddress().getHostAddress(),
            Integer.toString(webhook.getPort()),
            caBundle);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
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
  static void main(String... arguments) throws IOException {
    InetSocketAddress webhook =
        new InetSocketAddress(InetAddress.ofLiteral(arguments[1]), Integer.parseInt(arguments[2]));
    try (Attackers attackers =
        Attackers.start(Attack.valueOf(arguments[0]), webhook, Trust.these(arguments[3]))) {
      System.out.println(STARTED);
      var _ = System.in.read();
      System.out.println(attackers.attempts());
    }
  }
}
