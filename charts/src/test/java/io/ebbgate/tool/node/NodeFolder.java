package io.ebbgate.tool.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The folders of a node.
 *
 * @param folder on disk; removed with the test
 * @param run for sockets, whose paths have to be short
 */
record NodeFolder(Path folder, Path run) {
  /** That of a node, by its name. */
  static NodeFolder of(Path folder, String node) {
    return new NodeFolder(folder.resolve(node), Path.of("/run", node));
  }

  /** Writes a template of the test resources with the names between two {@code @} replaced. */
  Path write(String name, Path to, Map<String, String> values) throws IOException {
    try (InputStream template = NodeFolder.class.getResourceAsStream("/node/" + name)) {
      if (template == null) {
        throw new IOException("/node/" + name + " is not on the class path");
      }
      String text = new String(template.readAllBytes(), StandardCharsets.UTF_8);
      text = text.replace("@folder@", folder.toString()).replace("@run@", run.toString());
      for (Map.Entry<String, String> value : values.entrySet()) {
        text = text.replace("@" + value.getKey() + "@", value.getValue());
      }
      Files.createDirectories(to.getParent());
      return Files.writeString(to, text);
    }
  }

  /** The command line of its container runtime. */
  List<String> ctr() {
    String socket = run.resolve("containerd.sock").toString();
    return List.of("ctr", "--address", socket, "--namespace", "k8s.io");
  }
}
