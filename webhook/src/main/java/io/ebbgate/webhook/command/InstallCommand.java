package io.ebbgate.webhook.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ebbgate.core.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ebbgate install}: prints the chart, rendered at build time, for users without Helm. */
@Command(
    name = "install",
    description = {
      "Prints the chart's manifests with default values and their namespace, for kubectl apply -f"
          + " -. Use Helm for other values."
    })
final class InstallCommand implements Callable<Integer> {
  /** Namespace that the build renders the chart for; no other name of the chart contains it. */
  private static final String RENDERED_FOR = "ebbgate-print-namespace";

  private static final String FILE = "/install.yaml";
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern IMAGE =
      Pattern.compile("[a-z0-9][-a-zA-Z0-9._:/]*(@sha256:[0-9a-f]{64})?");

  @Option(
      names = "--print",
      description = "Required: the manifests are printed, and no cluster is changed.")
  private boolean print;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Namespace of the webhook. Default: ebbgate-system.")
  private String namespace = "ebbgate-system";

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = "Image of the webhook. Default: ebbgate/webhook of this version.")
  private Optional<String> image = Optional.empty();

  @Option(
      names = "--sidecar-image",
      paramLabel = "IMAGE",
      description =
          "Image of the sidecar in gateway pods. Default: ebbgate/drain-sidecar of this version.")
  private Optional<String> sidecar = Optional.empty();

  private final PrintStream out;

  InstallCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws CommandException, IOException {
    if (!print) {
      throw new CommandException(
          ConfigException.EXIT_CODE,
          "install only prints manifests: add --print and pipe the output to kubectl apply -f -.");
    }
    if (!NAME.matcher(namespace).matches()) {
      throw refused("--namespace", namespace, "the name of a namespace");
    }
    String rendered = read();
    rendered = withImage(rendered, "--image", "ebbgate/webhook", image);
    rendered = withImage(rendered, "--sidecar-image", "ebbgate/drain-sidecar", sidecar);
    out.print(
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: "%s"
          labels:
            pod-security.kubernetes.io/enforce: restricted
        """
            .formatted(namespace));
    out.print(rendered.replace(RENDERED_FOR, namespace));
    CommandException.checkWritten(out);
    return 0;
  }

  private static String withImage(String text, String option, String name, Optional<String> wanted)
      throws CommandException {
    if (wanted.isEmpty()) {
      return text;
    }
    if (!IMAGE.matcher(wanted.get()).matches()) {
      throw refused(option, wanted.get(), "the name of an image, preferably with its digest");
    }
    return text.replaceAll('"' + name + ":[^\"]*\"", '"' + wanted.get() + '"');
  }

  private static CommandException refused(String option, String found, String allowed) {
    return new CommandException(
        ConfigException.EXIT_CODE,
        "%s is \"%s\"; allowed is %s.".formatted(option, found, allowed));
  }

  private static String read() throws IOException {
    try (InputStream file = InstallCommand.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException("the jar lacks " + FILE);
      }
      return new String(file.readAllBytes(), UTF_8);
    }
  }
}
