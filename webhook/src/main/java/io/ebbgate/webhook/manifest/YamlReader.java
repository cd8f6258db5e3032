package io.ebbgate.webhook.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads YAML documents from SnakeYAML's nodes, since Jackson's parser expands no alias or merge key
 * and takes scalars for other values than Kubernetes does.
 *
 * <p>The result is the JSON that Kubernetes would get, dates as strings. Duplicate keys are
 * refused, where Kubernetes takes one of them. One reader reads all documents of a file and limits
 * what they expand to, since nine short lines of aliases can stand for gigabytes; a file without
 * aliases always fits.
 */
final class YamlReader {
  private static final int MAX_DEPTH = 200;
  private static final int MAX_ALIASES = 1_000_000;
  private static final int MAX_CHARACTERS = 64 << 20;

  /** Some objects of the size that an API server accepts, 3 MiB. */
  private static final long SPARE_COST = 8L << 20;

  private static final int COST_PER_SOURCE_CHARACTER = 64;
  private static final int COST_PER_VALUE = 32;
  private static final int COST_PER_LEVEL = 2;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** About how many bytes holding and printing more values may take. */
  private long budget;

  /** Reads the documents of a file of that many characters. */
  YamlReader(int characters) {
    budget = SPARE_COST + (long) COST_PER_SOURCE_CHARACTER * characters;
  }

  /** The problem, without a full stop, and its line in the document. */
  static final class InvalidYamlException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    InvalidYamlException(int line, String problem) {
      super(problem);
      this.line = line;
    }

    /** From 1. */
    int line() {
      return line;
    }
  }

  /** Returns a missing node for a document without a value. */
  JsonNode read(String document) throws InvalidYamlException {
    Optional<Node> root = compose(document);
    return root.isEmpty() ? NODES.missingNode() : tree(root.get());
  }

  /** The document's nodes, with their places; empty for one without a value. */
  Optional<Node> compose(String document) throws InvalidYamlException {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    try {
      ParserImpl parser = new ParserImpl(new StreamReader(document), options);
      return Optional.ofNullable(
          new Composer(parser, new YamlScalar.Resolver(), options).getSingleNode());
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      throw new InvalidYamlException(mark == null ? 1 : mark.getLine() + 1, problem(e));
    } catch (YAMLException _) {
      throw new InvalidYamlException(1, "a character is not allowed or values are nested too deep");
    }
  }

  /** The value of a document's root. */
  JsonNode tree(Node root) throws InvalidYamlException {
    return tree(root, 0);
  }

  /** SnakeYAML's problem quotes single characters only, never the document. */
  private static String problem(MarkedYAMLException e) {
    String problem = e.getProblem();
    return problem == null
        ? "syntax error"
        : problem.lines().findFirst().orElse("syntax error").strip();
  }

  private JsonNode tree(Node node, int depth) throws InvalidYamlException {
    if (depth > MAX_DEPTH) {
      throw invalid(node, "values are nested too deep once aliases are expanded");
    }
    spend(node, depth);
    return switch (node) {
      case MappingNode mapping -> object(mapping, depth);
      case SequenceNode sequence -> {
        ArrayNode array = NODES.arrayNode();
        for (Node item : sequence.getValue()) {
          array.add(tree(item, depth + 1));
        }
        yield array;
      }
      case ScalarNode scalar -> {
        YamlScalar found = scalar(scalar);
        if (!found.inJson()) {
          throw invalid(node, "number does not exist in JSON");
        }
        yield found.value();
      }
      default -> throw invalid(node, "value of a kind that does not exist in JSON");
    };
  }

  private void spend(Node node, int depth) throws InvalidYamlException {
    int characters = node instanceof ScalarNode scalar ? scalar.getValue().length() : 0;
    budget -= COST_PER_VALUE + (long) COST_PER_LEVEL * depth + characters;
    if (budget < 0) {
      throw invalid(node, "too much text or too many values once aliases are expanded");
    }
  }

  private ObjectNode object(MappingNode mapping, int depth) throws InvalidYamlException {
    ObjectNode object = NODES.objectNode();
    Set<String> names = new HashSet<>();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw invalid(entry.getKeyNode(), "key is not a scalar");
      }
      spend(key, depth);
      JsonNode value = tree(entry.getValueNode(), depth + 1);
      if (YamlScalar.isMergeKey(key)) {
        merge(object, value, key);
        continue;
      }
      String name =
          scalar(key).key().orElseThrow(() -> invalid(key, "key that Kubernetes does not accept"));
      if (!names.add(name)) {
        throw invalid(key, "duplicate key");
      }
      object.set(name, value);
    }
    return object;
  }

  /** Merges in the mapping's order, as go-yaml v2 does; earlier parts win over later ones. */
  private static void merge(ObjectNode object, JsonNode value, Node at)
      throws InvalidYamlException {
    List<JsonNode> parts = new ArrayList<>();
    (value.isArray() ? value : NODES.arrayNode().add(value)).forEach(parts::addFirst);
    for (JsonNode part : parts) {
      if (!(part instanceof ObjectNode mapping)) {
        throw invalid(at, "merged value is not a mapping");
      }
      object.setAll(mapping);
    }
  }

  private static YamlScalar scalar(ScalarNode scalar) throws InvalidYamlException {
    String text = scalar.getValue();
    if (text.codePoints().anyMatch(YamlReader::isSurrogate)) {
      throw invalid(scalar, "unpaired surrogate");
    }
    return YamlScalar.of(scalar.getTag(), text)
        .orElseThrow(() -> invalid(scalar, "value does not match its tag"));
  }

  private static boolean isSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }

  private static InvalidYamlException invalid(Node node, String problem) {
    return new InvalidYamlException(node.getStartMark().getLine() + 1, problem);
  }
}
