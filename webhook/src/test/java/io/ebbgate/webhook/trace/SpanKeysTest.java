package io.ebbgate.webhook.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SpanKeysTest {
  private static final Path PAGE = Path.of(System.getProperty("ebbgate.root"), "docs/metrics.md");
  private static final Pattern NAME = Pattern.compile("`([a-z_.]+)`");

  @Test
  void areThoseOfTheDocumentedTable() throws Exception {
    Set<String> keys = new TreeSet<>();
    for (Field field : SpanKeys.class.getDeclaredFields()) {
      keys.add(String.valueOf(field.get(null)));
    }
    Set<String> listed = new TreeSet<>();
    Files.readAllLines(PAGE).stream()
        .dropWhile(line -> !line.equals("## Traces"))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("| `"))
        .forEach(
            row -> NAME.matcher(row).results().map(found -> found.group(1)).forEach(listed::add));

    assertThat(listed).isEqualTo(keys);
  }
}
