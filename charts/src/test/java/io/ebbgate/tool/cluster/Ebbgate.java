package io.ebbgate.tool.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Our own command line, as it is used in a namespace. */
record Ebbgate(Path kubeconfig, String namespace) {
  private static final long LIMIT_SECONDS = 120;
  private static final Path JAR =
      Path.of(
          System.getProperty("ebbgate.root", "."),
          "webhook/target/webhook-" + System.getProperty("ebbgate.version", "") + "-all.jar");

  /** What it printed on its standard output; the other is ours. */
  String run(String subcommand, String... more) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-jar",
                JAR.toString(),
                subcommand,
                "--kubeconfig=" + kubeconfig,
                "--namespace=" + namespace));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + " failed.");
    }
    return text;
  }
}
