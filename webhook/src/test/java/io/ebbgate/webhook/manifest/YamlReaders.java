package io.ebbgate.webhook.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** One document read by several libraries; what one of them refuses fails the test. */
final class YamlReaders {
  private static final ObjectMapper JACKSON =
      YAMLMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private YamlReaders() {}

  /** One document, read by our own reader. */
  static JsonNode tree(String document) throws YamlReader.InvalidYamlException {
    return new YamlReader(document.length()).read(document);
  }

  static JsonNode ours(String text) {
    try {
      return tree(text);
    } catch (YamlReader.InvalidYamlException e) {
      throw new AssertionError("line " + e.line() + " of\n" + text, e);
    }
  }

  /** With the types of YAML 1.1. */
  static JsonNode yaml11(String text) {
    Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    return new ObjectMapper().valueToTree(read);
  }

  static JsonNode jackson(String text) {
    try {
      return JACKSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }
}
