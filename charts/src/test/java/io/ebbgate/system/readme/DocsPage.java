package io.ebbgate.system.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation, Markdown. */
record DocsPage(Path file, String text) {
  private static final Path ROOT = Path.of(System.getProperty("ebbgate.root"));
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}\\p{N}_ -]");

  /** Pages that code, chart and records are compared with: the README and all of {@code docs}. */
  static Stream<DocsPage> all() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs.sorted().toList().stream())
          .map(DocsPage::read);
    }
  }

  /** Those and the other pages that a user reads. */
  static Stream<DocsPage> withOthers() throws IOException {
    return Stream.concat(
        all(),
        Stream.of("SECURITY.md", "CHANGELOG.md", "charts/ebbgate/README.md")
            .map(name -> read(ROOT.resolve(name))));
  }

  private static DocsPage read(Path file) {
    try {
      return new DocsPage(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where its links go, but for those to other sites. */
  List<String> links() {
    return LINK.matcher(text)
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.contains("://"))
        .toList();
  }

  /** Whether a link leads to a file or folder that is there, and to a heading in it. */
  boolean leadsTo(String link) {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
    return Files.exists(target) && (parts.length == 1 || read(target).anchors().contains(parts[1]));
  }

  /** As GitHub makes them of headings: without punctuation, and numbered where one repeats. */
  private List<String> anchors() {
    Map<String, Integer> seen = new HashMap<>();
    return text.lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.substring(line.indexOf(' ') + 1).toLowerCase(Locale.ROOT))
        .map(heading -> NO_LETTER.matcher(heading).replaceAll("").replace(' ', '-'))
        .map(anchor -> {
          int before = seen.merge(anchor, 1, Integer::sum) - 1;
          return before == 0 ? anchor : anchor + "-" + before;
        })
        .toList();
  }
}
