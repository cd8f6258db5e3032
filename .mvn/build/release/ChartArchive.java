import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPOutputStream;

/**
 * A chart as Helm installs it: its folder in a compressed tar. {@code helm package} writes the moment into each entry;
 * this one is the same in every build.
 */
class ChartArchive {
  private ChartArchive() {}

  static void pack(Path chart, Path to, Instant time) throws IOException {
    List<PathMatcher> ignored = ignored(chart.resolve(".helmignore"));
    try (Stream<Path> walk = Files.walk(chart);
        Tar tar = new Tar(new GZIPOutputStream(Files.newOutputStream(to)), time)) {
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        Path name = chart.relativize(file);
        if (StreamSupport.stream(name.spliterator(), false)
            .noneMatch(part -> ignored.stream().anyMatch(pattern -> pattern.matches(part)))) {
          tar.file(chart.getFileName() + "/" + name, file, false);
        }
      }
    }
  }

  /** Patterns of file and folder names; those with a slash, which Helm takes for paths, are refused. */
  private static List<PathMatcher> ignored(Path list) throws IOException {
    if (!Files.exists(list)) {
      return List.of();
    }
    return Files.readAllLines(list).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(
            line -> {
              String name = line.endsWith("/") ? line.substring(0, line.length() - 1) : line;
              if (name.contains("/") || name.startsWith("!")) {
                throw new Refusal(list + " has " + line + ", which is more than a name.");
              }
              return FileSystems.getDefault().getPathMatcher("glob:" + name);
            })
        .toList();
  }
}
