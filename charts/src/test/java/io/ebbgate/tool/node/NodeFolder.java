package io.ebbgate.tool.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a node keeps its things.
 *
 * @param folder on disk; gone with the test
 * @param run for sockets, whose paths have to be short
 */
record NodeFolder(Path folder, Path run) {
  /** That of a node, by its name. */
  static NodeFolder of(Path folder, String node) {
    return new NodeFolder(folder.resolve(node), Path.of("/run", node));
  }

  /** A file of this room, with what is between two {@code @} filled in. */
  Path write(String name, Path to, Map<String, String> words) throws IOException {
    try (InputStream template = NodeFolder.class.getResourceAsStream("/node/" + name)) {
      if (template == null) {
        throw new IOException("/node/" + name + " is not on the class path");
      }
      String text = new String(template.readAllBytes(), StandardCharsets.UTF_8);
      text = text.replace("@folder@", folder.toString()).replace("@run@", run.toString());
      for (Map.Entry<String, String> word : words.entrySet()) {
        text = text.replace("@" + word.getKey() + "@", word.getValue());
      }
      Files.createDirectories(to.getParent());
      return Files.writeString(to, text);
    }
  }

  String socket() {
    return run.resolve("containerd.sock").toString();
  }
}
