package io.ebbgate.tool.kubelet;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Env;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where a pod runs and what stands in for what processes can't have.
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

  /** Where the termination message of a container lies. */
  Path message(String container) {
    return folder.resolve(container + ".message");
  }

  Path log(String container) {
    return folder.resolve(container + ".log");
  }

  /**
   * The two mounts of our sidecar, which processes can't have without root, by the environment that
   * names their places instead. Nothing else is stood in for.
   */
  Map<String, String> standIns(String container) {
    return container.equals(Containers.SIDECAR)
        ? Map.of(
            Env.TERMINATION_LOG,
            message(container).toString(),
            Env.STATE_DIR,
            folder.resolve("state").toString())
        : Map.of();
  }
}
