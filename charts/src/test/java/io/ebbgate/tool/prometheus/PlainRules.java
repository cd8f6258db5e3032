package io.ebbgate.tool.prometheus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The chart's rules as files for a Prometheus without the operator, by the README's commands. */
public final class PlainRules {
  private static final Path CHART =
      Path.of(System.getProperty("ebbgate.root", "."), "charts", "ebbgate");

  private static final String SECTION = "\n## Monitoring\n";

  private PlainRules() {}

  /**
   * Runs the commands of the chart's README.
   *
   * @param folder without rules so far
   * @return the folder with the rules
   */
  public static Path into(Path folder) throws IOException, InterruptedException {
    Path copies = Files.createDirectories(folder.resolve("charts/ebbgate/rules"));
    for (Path file : files()) {
      Files.copy(file, copies.resolve(file.getFileName()));
    }
    ProgramResult shell = ProgramResult.of(folder, List.of("sh", "-e", "-c", block("sh")), "");
    if (shell.exit() != 0) {
      throw new IOException("The commands of the chart's README failed: " + shell.output());
    }
    return folder.resolve("ebbgate-rules");
  }

  /**
   * A code block of the section about rules.
   *
   * @throws IOException also if that section has none in this language
   */
  public static String block(String language) throws IOException {
    String readme = Files.readString(CHART.resolve("README.md"));
    int section = readme.indexOf(SECTION);
    String fence = "```" + language + "\n";
    int start = readme.indexOf(fence, section);
    if (section < 0 || start < 0) {
      throw new IOException(
          "The chart's README has no " + fence.strip() + " in " + SECTION.strip());
    }
    int from = start + fence.length();
    return readme.substring(from, readme.indexOf("```", from));
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(CHART.resolve("rules"))) {
      return files.toList();
    }
  }
}
