package io.ebbgate.system.prometheus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The chart's rules, as a Prometheus without its operator reads them. */
public final class PlainRules {
  private static final Path CHARTS =
      Path.of(System.getProperty("ebbgate.root", "."), "charts", "ebbgate", "rules");

  private PlainRules() {}

  /**
   * Writes them.
   *
   * @param folder where there are none yet
   * @param namespace the release's
   * @return its {@code rule_files}
   */
  public static Path into(Path folder, String namespace) throws IOException {
    Path rules = Files.createDirectory(folder.resolve("rules"));
    for (Path file : files()) {
      String text =
          Files.readString(file)
              .replace("%NAMESPACE%", namespace)
              .replace("%RUNBOOKS%", "https://example.com/runbooks")
              .replace("%DASHBOARD%", "https://example.com/d/ebbgate");
      Files.writeString(rules.resolve(file.getFileName()), text);
    }
    return rules.resolve("*.yaml");
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(CHARTS)) {
      return files.toList();
    }
  }
}
