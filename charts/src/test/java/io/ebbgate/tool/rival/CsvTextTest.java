package io.ebbgate.tool.rival;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTextTest {
  private final List<String> lines = CsvText.of(SampleResults.comparison()).lines().toList();

  @Test
  void hasAsManyFieldsInEveryLine() {
    assertThat(lines).hasSize(3);
    assertThat(lines.stream().map(line -> line.split(",", -1).length).distinct()).hasSize(1);
  }

  @Test
  void hasALineForEachRival() {
    assertThat(lines.get(1)).startsWith("no hook,66445,83,23,60,").endsWith(",0,,");
    assertThat(lines.get(2))
        .startsWith("Ebbgate,83055,0,0,")
        .endsWith(",12.340,6.000 6.100,5.000 5.010,36.000,8.000,0,45000000,15400000");
  }
}
