package io.ebbgate.system.readme;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.contract.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/products.md} shows what was recorded. */
class ProductsPageTest {
  private static final Path ROOT = Path.of(System.getProperty("ebbgate.root"));
  private static final Path PAGE = ROOT.resolve("docs/products.md");
  private static final Path SITE = ROOT.resolve("charts/src/site");

  private final String text = Files.readString(PAGE);

  ProductsPageTest() throws IOException {}

  @Test
  void showsTheRecordOfEachProduct() throws IOException {
    assertThat(text.lines().toList()).containsSubsequence(lines("products.md"));
  }

  /** Beside each, the product's own way was run in the same play. */
  @Test
  void recordsThatEbbgateLostNothing() throws IOException {
    List<JsonNode> results = record("products.json").path("results").valueStream().toList();
    List<JsonNode> ours =
        results.stream().filter(each -> each.path("way").asText().equals("EBBGATE")).toList();

    assertThat(ours).isNotEmpty().hasSize(results.size() - ours.size());
    assertThat(ours)
        .allSatisfy(each -> {
          assertThat(each.path("failed").asLong(-1)).isZero();
          assertThat(each.path("severed").asLong(-1)).isZero();
          assertThat(each.path("failed_hooks").asLong(-1)).isZero();
          assertThat(each.path("verdicts").valueStream().map(JsonNode::asText))
              .isNotEmpty()
              .containsOnly(Outcome.CLEAN.wireName());
        });
  }

  @Test
  void showsTheRecordedRestartOfRuntimes() throws IOException {
    assertThat(text.lines().toList()).containsSubsequence(lines("wso2.md"));
  }

  /** Ebbgate lost nothing where a restart without a drain did, and each runtime ended in order. */
  @Test
  void claimsNoMoreThanTheRecordOfTheRuntimes() throws IOException {
    JsonNode results = record("wso2.json").path("results");

    assertThat(results.valueStream().map(each -> each.path("failed").asLong()))
        .hasSize(3)
        .first()
        .satisfies(lost -> assertThat(lost).isPositive());
    assertThat(results.at("/2/drain").asText()).startsWith("Ebbgate");
    assertThat(results.at("/2/failed").asLong(-1)).isZero();
    assertThat(results.findValues("in_order"))
        .hasSize(6)
        .allSatisfy(order -> assertThat(order.asBoolean()).isTrue());
  }

  private static List<String> lines(String record) throws IOException {
    return Files.readAllLines(SITE.resolve(record)).stream()
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static JsonNode record(String file) throws IOException {
    return new ObjectMapper().readTree(SITE.resolve(file).toFile());
  }
}
