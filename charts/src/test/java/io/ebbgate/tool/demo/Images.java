package io.ebbgate.tool.demo;

import io.ebbgate.core.testkit.EnvoyBinary;
import io.ebbgate.tool.kubelet.PodSandbox;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The programs that stand for images: the fetched Envoy, and the sidecar's jar with the JVM flags
 * of its image.
 *
 * @param folder for what the pods of one run write
 */
public record Images(Path sidecarJar, Path folder) {
  /** The image that the webhook injects. */
  static final String SIDECAR = "ebbgate/drain-sidecar:dev";

  private static final String ENVOY = "envoyproxy/envoy:";

  /** Those of this build, for pods that write into that folder. */
  public static Images of(Path root, String version, Path folder) throws DemoFailure {
    Path jar = root.resolve("drain-sidecar/target/drain-sidecar-" + version + "-all.jar");
    if (!Files.isReadable(jar)) {
      throw new DemoFailure(jar + " is missing; mvn -Pdemo builds it.");
    }
    return new Images(jar, folder);
  }

  /** Where a pod of that name runs, on an address of its own. */
  public PodSandbox place(InetAddress address, String pod) {
    List<String> sidecar =
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx24m",
            "-jar",
            sidecarJar.toString());
    List<String> envoy = List.of(EnvoyBinary.path().toString());
    return new PodSandbox(address, folder.resolve(pod), Map.of(ENVOY, envoy, SIDECAR, sidecar));
  }
}
