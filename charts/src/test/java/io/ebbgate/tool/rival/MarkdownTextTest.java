package io.ebbgate.tool.rival;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownTextTest {
  private final List<String> lines = MarkdownText.of(SampleResults.comparison()).lines().toList();

  @Test
  void isATableWithEbbgateLast() {
    List<String> rows = lines.stream().filter(line -> line.startsWith("|")).toList();
    assertThat(rows.stream().map(MarkdownTextTest::columns).distinct()).hasSize(1);
    assertThat(rows.get(2))
        .startsWith(
            "| no hook | 83 | 66 445 | 23 | 60 refused, 23 cut in answer | 3.1 s | 0.9 to 1.0 s |");
    assertThat(rows.getLast()).startsWith("| **Ebbgate** | **0** |").contains("**45 (15) MB**");
  }

  @Test
  void saysWhatWasDoneAndWhere() {
    assertThat(lines.getFirst())
        .contains("1100 requests a second: keep alive, new connection, idle, slow, http2.");
    assertThat(lines.getLast())
        .isEqualTo(
            "2 cores, Linux 6.1.0, Kubernetes v1.34.4, Envoy 1.40.0, JDK 25.0.1, commit"
                + " 0123456789ab, 2026-11-21.");
  }

  private static long columns(String row) {
    return row.chars().filter(each -> each == '|').count();
  }
}
