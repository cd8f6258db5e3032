package io.ebbgate.tool.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.testkit.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A folder that becomes an image of one layer. For what only tests run; the product's own images
 * come from the build.
 */
record ImageTree(Path root) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String USER = "65532:65532";

  /** An empty one; what was in the folder is deleted. */
  static ImageTree empty(Path root) throws IOException {
    return new ImageTree(Folders.emptied(root));
  }

  /**
   * Copies a file, or a folder with all that is in it.
   *
   * @param place in the image, without a slash in front; empty for its root
   */
  ImageTree put(Path from, String place) throws IOException {
    Path to = root.resolve(place);
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path copy = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(copy);
        } else {
          Files.createDirectories(copy.getParent());
          Files.copy(each, copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    return this;
  }

  /** A program of this machine with the libraries that it names, each where it is here. */
  ImageTree program(String path) throws IOException, InterruptedException {
    List<String> needed =
        Commands.run("ldd " + path)
            .lines()
            .flatMap(line -> Stream.of(line.strip().split(" ")))
            .filter(part -> part.startsWith("/"))
            .toList();
    put(Path.of(path).toRealPath(), path.substring(1));
    for (String library : needed) {
      Path inside = root.resolve(library.substring(1));
      if (!Files.exists(inside)) {
        put(Path.of(library).toRealPath(), library.substring(1));
      }
    }
    return this;
  }

  /** A folder that every user may write. */
  ImageTree scratch(String place) throws IOException {
    Path folder = Files.createDirectories(root.resolve(place));
    if (!folder.toFile().setWritable(true, false)) {
      throw new IOException(folder + " can't be made writable for every user.");
    }
    return this;
  }

  /**
   * Packs it in the form of {@code docker save}, for a user without rights; the archive.
   *
   * @param reference in full, with the registry
   */
  Path pack(String reference, List<String> entrypoint) throws IOException, InterruptedException {
    Path archive = root.resolveSibling(root.getFileName() + ".tar");
    Path work = Files.createDirectories(archive.resolveSibling(archive.getFileName() + ".parts"));
    String layer = work.resolve("layer.tar").toString();
    List<String> tar = List.of("tar", "--sort=name", "--owner=0", "--group=0");
    Commands.run(tar, "-C", root.toString(), "-cf", layer, ".");
    String digest = Commands.run(List.of("sha256sum", layer)).split(" ", 2)[0];
    Files.writeString(work.resolve("config.json"), config(digest, entrypoint).toString());
    Files.writeString(work.resolve("manifest.json"), manifest(reference).toString());
    Commands.run(
        List.of("tar", "-C", work.toString(), "-cf", archive.toString()),
        "config.json",
        "layer.tar",
        "manifest.json");
    Files.delete(Path.of(layer));
    return archive;
  }

  private static ObjectNode config(String layer, List<String> entrypoint) {
    ObjectNode image = JSON.createObjectNode();
    image.put("architecture", architecture()).put("os", "linux");
    ObjectNode config = image.putObject("config").put("User", USER);
    ArrayNode command = config.putArray("Entrypoint");
    entrypoint.forEach(command::add);
    config.putArray("Env").add("PATH=/usr/local/bin:/usr/bin:/bin:/opt/java/bin");
    image.putObject("rootfs").put("type", "layers").putArray("diff_ids").add("sha256:" + layer);
    return image;
  }

  private static ArrayNode manifest(String reference) {
    ArrayNode manifest = JSON.createArrayNode();
    ObjectNode image = manifest.addObject().put("Config", "config.json");
    image.putArray("RepoTags").add(reference);
    image.putArray("Layers").add("layer.tar");
    return manifest;
  }

  private static String architecture() {
    String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return name.equals("aarch64") ? "arm64" : name;
  }
}
