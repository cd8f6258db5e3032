package io.ebbgate.tool.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The kernel's groups of processes, in either of its two layouts. */
final class Cgroups {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final String CONTROLLERS = "cgroup.controllers";

  private Cgroups() {}

  /** Makes a group that a kubelet can have for its pods; it makes none at the top itself. */
  static void make(Path group) throws IOException {
    for (Path hierarchy : hierarchies()) {
      Path folder = Files.createDirectories(hierarchy.resolve(Path.of("/").relativize(group)));
      if (Files.exists(folder.resolve("cpuset.cpus")) && !hierarchy.equals(ROOT)) {
        // Empty in a new group of the first layout, and nothing can be put in until they are not.
        for (String each : List.of("cpuset.cpus", "cpuset.mems")) {
          Files.writeString(
              folder.resolve(each), Files.readString(hierarchy.resolve(each)).strip());
        }
      }
    }
  }

  private static List<Path> hierarchies() throws IOException {
    if (Files.exists(ROOT.resolve(CONTROLLERS))) {
      return List.of(ROOT);
    }
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders.filter(each -> Files.exists(each.resolve("cgroup.procs"))).toList();
    }
  }
}
