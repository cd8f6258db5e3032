package io.ebbgate.system.chart;

import io.ebbgate.tool.chart.HelmChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The page of an alert. */
record Runbook(String alert, List<String> lines) {
  private static final Path FOLDER = HelmChart.FOLDER.resolve("runbooks");
  private static final String FENCE = "```";

  Runbook {
    lines = List.copyOf(lines);
  }

  static List<Runbook> all() throws IOException {
    List<Runbook> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (!name.equals("README.md")) {
          all.add(new Runbook(name.replace(".md", ""), Files.readAllLines(file)));
        }
      }
    }
    return List.copyOf(all);
  }

  List<String> headings() {
    return lines.stream().filter(line -> line.startsWith("#")).toList();
  }

  /** What its blocks have one type, each whole. */
  List<String> commands() {
    List<String> commands = new ArrayList<>();
    StringBuilder command = new StringBuilder();
    boolean block = false;
    for (String line : lines) {
      String typed = line.strip();
      if (typed.equals(FENCE)) {
        block = !block;
      } else if (block && typed.endsWith("\\")) {
        command.append(typed, 0, typed.length() - 1);
      } else if (block) {
        commands.add(command.append(typed).toString());
        command.setLength(0);
      }
    }
    return commands;
  }

  @Override
  public String toString() {
    return alert;
  }
}
