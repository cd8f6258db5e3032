package io.ebbgate.tool.rival;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The results as JSON, CSV, Markdown and SVG. */
record ResultFiles(Comparison comparison) {
  void write(Path folder, String name) throws IOException {
    Files.createDirectories(folder);
    var _ = Files.writeString(folder.resolve(name + ".json"), JsonText.of(comparison));
    var _ = Files.writeString(folder.resolve(name + ".csv"), CsvText.of(comparison));
    var _ = Files.writeString(folder.resolve(name + ".md"), MarkdownText.of(comparison));
    var _ = Files.writeString(folder.resolve(name + ".svg"), Picture.of(comparison));
  }
}
