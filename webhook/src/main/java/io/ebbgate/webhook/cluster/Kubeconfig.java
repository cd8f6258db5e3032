package io.ebbgate.webhook.cluster;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.config.ConfigProblem;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The cluster a command works on, named as for kubectl.
 *
 * @param file empty for the default kubeconfig, or a pod's service account if there is none
 * @param context empty for the file's current context
 */
public record Kubeconfig(Optional<Path> file, Optional<String> context) {
  private static final String CONTEXT = "--context";

  /** Longer than the webhook's own calls: a command makes its first call cold, and only once. */
  private static final Duration CALL = Duration.ofSeconds(15);

  public Kubeconfig {
    requireNonNull(file);
    requireNonNull(context);
  }

  /**
   * Opens it without a call. Its client's namespace is the context's.
   *
   * @throws IOException if the file is missing or not a kubeconfig; the message is a sentence
   * @throws ConfigException for a context that is not in it
   */
  public Cluster open() throws IOException, ConfigException {
    Config config = file.isPresent() ? of(file.get()) : usual();
    List<String> contexts = contexts(config);
    String allowed = contexts.isEmpty() ? "none" : String.join(", ", contexts);
    if (context.isPresent() && !contexts.contains(context.get())) {
      throw mistake('"' + context.get() + '"', allowed);
    }
    if (!contexts.isEmpty() && config.getCurrentContext() == null) {
      throw mistake("missing, and the kubeconfig has no current one", allowed);
    }
    return Cluster.of(config, "", "", CALL);
  }

  private static List<String> contexts(Config config) {
    return Optional.ofNullable(config.getContexts()).orElse(List.of()).stream()
        .map(NamedContext::getName)
        .sorted()
        .toList();
  }

  private static ConfigException mistake(String found, String allowed) {
    return new ConfigException(List.of(new ConfigProblem(CONTEXT, found, allowed)));
  }

  private Config of(Path named) throws IOException {
    if (!Files.isReadable(named)) {
      throw new IOException("The kubeconfig " + named + " is missing or can't be read.");
    }
    return parsed(
        named.toString(), () -> Config.fromKubeconfig(context.orElse(null), named.toFile()));
  }

  private Config usual() throws IOException {
    String names = String.join(", ", Config.getKubeconfigFilenames());
    Config config = parsed(names, () -> Config.autoConfigure(context.orElse(null)));
    boolean none =
        contexts(config).isEmpty()
            && config.getAutoOAuthToken() == null
            && config.getOauthToken() == null;
    if (none) {
      throw new IOException(
          "There is no kubeconfig with a context at "
              + names
              + ": name one by --kubeconfig or KUBECONFIG.");
    }
    return config;
  }

  /** The library does not wrap the exceptions of its YAML reader. */
  private static Config parsed(String names, Supplier<Config> reading) throws IOException {
    try {
      return reading.get();
    } catch (RuntimeException unreadable) {
      throw new IOException(names + " is not a kubeconfig.", unreadable);
    }
  }
}
