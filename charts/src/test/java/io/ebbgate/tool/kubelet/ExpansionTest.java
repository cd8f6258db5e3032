package io.ebbgate.tool.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How Kubernetes expands references to variables. */
class ExpansionTest {
  private static final Map<String, String> VARIABLES =
      Map.of("A", "one", "B", "two", "EMPTY", "", "NESTED", "$(A)", "DOLLAR", "$$");

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "plain,plain",
        "$(A),one",
        "-$(A)-$(B)-,-one-two-",
        "$(A)$(A),oneone",
        "<$(EMPTY)>,<>",
        "$(UNKNOWN),$(UNKNOWN)",
        "$(UNKNOWN)$(A),$(UNKNOWN)one",
        "$$(A),$(A)",
        "$$$(A),$one",
        "$$$$(A),$$(A)",
        "$$,$",
        "100$,100$",
        "$A ${A} $(A,$A ${A} $(A",
        "$A),$A)",
        "$(),$()",
        "$( A ),$( A )",
        "$(NESTED),$(A)",
        "$(DOLLAR)(A),$$(A)",
        "$($(A)),$($(A))",
        "$(A$(B)),$(A$(B))",
        "\\$(A),\\one",
      })
  void expandsAsTheKubeletDoes(String text, String expanded) {
    assertThat(PodReader.expand(text, VARIABLES)).isEqualTo(expanded);
  }
}
