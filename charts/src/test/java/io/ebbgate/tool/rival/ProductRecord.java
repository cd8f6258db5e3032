package io.ebbgate.tool.rival;

import static io.ebbgate.tool.demo.MarkdownTable.grouped;
import static io.ebbgate.tool.demo.MarkdownTable.head;
import static io.ebbgate.tool.demo.MarkdownTable.row;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ebbgate.tool.product.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What plays did to the gateways of products: {@code products.json}, {@code .md}, {@code .svg}. */
public record ProductRecord(List<ProductResult> results) {
  private static final String NAME = "products";
  private static final List<String> HEADER =
      List.of(
          "product",
          "what is done",
          "who drains",
          "failed",
          "of",
          "severed",
          "deleted to gone",
          "hold",
          "verdicts",
          "created to ready",
          "failed hooks");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build();

  public ProductRecord {
    results = List.copyOf(results);
  }

  /** The one of a folder; an empty one where there is none. */
  static ProductRecord in(Path folder) throws IOException {
    Path file = folder.resolve(NAME + ".json");
    return Files.exists(file)
        ? JSON.readValue(Files.readString(file), ProductRecord.class)
        : new ProductRecord(List.of());
  }

  /** The same with newer results in the place of older ones. */
  ProductRecord with(List<ProductResult> newer) {
    List<ProductResult> all =
        results.stream()
            .filter(old -> newer.stream().noneMatch(each -> each.replaces(old)))
            .collect(Collectors.toCollection(ArrayList::new));
    all.addAll(newer);
    return new ProductRecord(all);
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    var _ = Files.writeString(folder.resolve(NAME + ".json"), JSON.writeValueAsString(this) + "\n");
    var _ = Files.writeString(folder.resolve(NAME + ".md"), markdown());
    var _ = Files.writeString(folder.resolve(NAME + ".svg"), Picture.of(this));
  }

  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(head(HEADER));
    results.forEach(each -> text.append(row(cells(each))));
    text.append('\n');
    results.stream()
        .map(ProductResult::where)
        .distinct()
        .forEach(line -> text.append(line).append(".\n"));
    return text.toString();
  }

  private static List<String> cells(ProductResult result) {
    return List.of(
        result.product(),
        result.play().title(),
        result.way() == Way.EBBGATE ? "**Ebbgate**" : "the product",
        Long.toString(result.failed()),
        grouped(result.requests()),
        Long.toString(result.severed()),
        seconds(result.goneSeconds()),
        seconds(result.holdSeconds()),
        String.join(", ", result.verdicts()),
        seconds(result.readySeconds()),
        Long.toString(result.failedHooks()));
  }

  private static String seconds(List<Double> all) {
    return all.isEmpty()
        ? ""
        : all.stream()
            .map(each -> String.format(Locale.ROOT, "%.1f", each))
            .collect(Collectors.joining(", ", "", " s"));
  }
}
