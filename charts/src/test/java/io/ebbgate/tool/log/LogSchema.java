package io.ebbgate.tool.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.ebbgate.core.contract.LogLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The schema of log lines. */
public final class LogSchema {
  private static final Path FILE =
      Path.of(System.getProperty("ebbgate.root"), "charts/ebbgate/log.schema.json");

  /** Rejects duplicate keys. */
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final SchemaValidatorsConfig FORMATS =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
  private static final JsonSchemaFactory DRAFT = JsonSchemaFactory.getInstance(VersionFlag.V202012);

  private final JsonNode tree;
  private final JsonSchema schema;

  private LogSchema(JsonNode tree) {
    this.tree = tree;
    schema = DRAFT.getSchema(tree, FORMATS);
  }

  /** Reads the chart's schema. */
  public static LogSchema read() throws IOException {
    return new LogSchema(STRICT.readTree(FILE.toFile()));
  }

  /** Problems of a line without its line feed; empty for none. */
  public List<String> problems(String line) {
    List<String> problems = new ArrayList<>();
    if (line.getBytes(UTF_8).length >= LogLine.LIMIT) {
      problems.add("longer than " + LogLine.LIMIT);
    }
    if (!line.chars().allMatch(each -> each >= ' ' && each <= 0x7f)) {
      problems.add("not printable ASCII");
    }
    try {
      schema.validate(STRICT.readTree(line)).forEach(each -> problems.add(each.toString()));
    } catch (JsonProcessingException e) {
      problems.add("not JSON: " + e.getOriginalMessage());
    }
    return problems;
  }

  /** Problems of the schema itself. */
  public List<String> schemaProblems() {
    return DRAFT
        .getSchema(SchemaLocation.of(VersionFlag.V202012.getId()), FORMATS)
        .validate(tree)
        .stream()
        .map(Object::toString)
        .toList();
  }

  /** The keys that a line may have. */
  public Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    tree.path("properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** The values of an enum in the schema, in order. */
  public List<String> words(String pointer) {
    List<String> words = new ArrayList<>();
    tree.at(pointer + "/enum").forEach(word -> words.add(word.asText()));
    return words;
  }
}
