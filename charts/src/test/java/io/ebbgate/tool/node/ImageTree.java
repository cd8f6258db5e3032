package io.ebbgate.tool.node;

import io.ebbgate.core.testkit.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** A folder that becomes an image. */
record ImageTree(Path root) {
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

  /** Packs it under a name with a registry, for a user without rights; the archive. */
  Path pack(String reference, List<String> entrypoint) throws IOException, InterruptedException {
    Path archive = root.resolveSibling(root.getFileName() + ".tar");
    return new ImageFile(reference, entrypoint, "65532:65532").pack(root, archive);
  }
}
