package io.ebbgate.tool.rival;

import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.tool.demo.TestEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The same roll under the same load for several rivals.
 *
 * @param rounds how often each was given it
 */
public record Comparison(
    LoadProfile load, int rounds, TestEnvironment where, List<Result> results) {
  public Comparison {
    results = List.copyOf(results);
  }

  /** That rival's. */
  public Result of(Rival rival) {
    return results.stream()
        .filter(each -> each.rival() == rival)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(rival + " did not take part"));
  }

  /** What was done, in a sentence. */
  String sentence() {
    String often = rounds == 1 ? "" : ", in %d rounds".formatted(rounds);
    return "Two gateway pods are replaced, one after the other%s; clients never try again."
        .formatted(often);
  }

  /** The load, in a sentence. */
  String clients() {
    return load.kinds().stream()
        .map(kind -> kind.wireName().replace('_', ' '))
        .collect(Collectors.joining(", ", load.rate() + " requests a second: ", "."));
  }

  /** Writes it as JSON, CSV, Markdown and SVG. */
  void write(Path folder, String name) throws IOException {
    Files.createDirectories(folder);
    var _ = Files.writeString(folder.resolve(name + ".json"), JsonText.of(this));
    var _ = Files.writeString(folder.resolve(name + ".csv"), CsvText.of(this));
    var _ = Files.writeString(folder.resolve(name + ".md"), MarkdownText.of(this));
    var _ = Files.writeString(folder.resolve(name + ".svg"), Picture.of(this));
  }
}
