package io.ebbgate.tool.kubelet;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Env;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A pod's address, files and images, in place of those that a container runtime provides.
 *
 * @param address its loopback address, {@code status.podIP}
 * @param folder for logs, termination messages and the sidecar's state
 * @param images the command for each image, by how the image's name begins
 */
public record PodSandbox(InetAddress address, Path folder, Map<String, List<String>> images) {
  public PodSandbox {
    requireNonNull(address);
    requireNonNull(folder);
    images = Map.copyOf(images);
  }

  /** The file of a container's termination message. */
  Path message(String container) {
    return folder.resolve(container + ".message");
  }

  Path log(String container) {
    return folder.resolve(container + ".log");
  }

  /**
   * The two mounts of our sidecar, which need root, as environment variables with their paths.
   * Nothing else is substituted.
   */
  Map<String, String> substitutes(String container) {
    return container.equals(Containers.SIDECAR)
        ? Map.of(
            Env.TERMINATION_LOG,
            message(container).toString(),
            Env.STATE_DIR,
            folder.resolve("state").toString())
        : Map.of();
  }
}
