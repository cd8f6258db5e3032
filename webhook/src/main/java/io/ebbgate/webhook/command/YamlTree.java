package io.ebbgate.webhook.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * One YAML document as the JSON tree that Kubernetes would make of it: aliases and merge keys
 * expanded, a date left a text. A key that is there twice is refused, where Kubernetes takes one.
 */
final class YamlTree {
  private static final int DEEPEST = 200;
  private static final int MOST_ALIASES = 1_000_000;
  private static final int MOST_TEXT = 64 << 20;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Allowance allowance;

  private YamlTree(Allowance allowance) {
    this.allowance = allowance;
  }

  /** A mistake, and in which line of the document. */
  static final class MistakeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    MistakeException(int line, String mistake) {
      super(mistake);
      this.line = line;
    }

    /** From 1. */
    int line() {
      return line;
    }
  }

  /** The allowance is that of all the documents of a file. */
  static JsonNode of(String document, Allowance allowance) throws MistakeException {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MOST_TEXT);
    options.setNestingDepthLimit(DEEPEST);
    options.setMaxAliasesForCollections(MOST_ALIASES);
    try {
      Parser parser = new ParserImpl(new StreamReader(document), options);
      Node root = new Composer(parser, new YamlScalar.Open(), options).getSingleNode();
      return root == null ? NODES.missingNode() : new YamlTree(allowance).tree(root, 0);
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      throw new MistakeException(mark == null ? 1 : mark.getLine() + 1, problem(e));
    } catch (YAMLException _) {
      throw new MistakeException(1, "a character or a nesting that YAML does not allow");
    }
  }

  /** SnakeYAML's word for it quotes single characters only, not the document. */
  private static String problem(MarkedYAMLException e) {
    String problem = e.getProblem();
    return problem == null ? "not YAML" : problem.lines().findFirst().orElse("not YAML").strip();
  }

  private JsonNode tree(Node node, int depth) throws MistakeException {
    if (depth > DEEPEST) {
      throw mistake(node, "values that are nested too deep once aliases are expanded");
    }
    count(node, depth);
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
          throw mistake(node, "a number that JSON does not have");
        }
        yield found.value();
      }
      default -> throw mistake(node, "a kind of value that JSON does not have");
    };
  }

  private void count(Node node, int depth) throws MistakeException {
    int characters = node instanceof ScalarNode scalar ? scalar.getValue().length() : 0;
    if (!allowance.takes(depth, characters)) {
      throw mistake(node, "too much text or too many values once aliases are expanded");
    }
  }

  private ObjectNode object(MappingNode mapping, int depth) throws MistakeException {
    ObjectNode object = NODES.objectNode();
    Set<String> own = new HashSet<>();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw mistake(entry.getKeyNode(), "a key that is not a text");
      }
      count(key, depth);
      JsonNode value = tree(entry.getValueNode(), depth + 1);
      if (YamlScalar.merges(key)) {
        merge(object, value, key);
        continue;
      }
      String name =
          scalar(key).key().orElseThrow(() -> mistake(key, "a key that Kubernetes does not take"));
      if (!own.add(name)) {
        throw mistake(key, "a key that is there twice");
      }
      object.set(name, value);
    }
    return object;
  }

  /** Earlier parts win over later ones; go-yaml v2 sets them in the mapping's order. */
  private static void merge(ObjectNode object, JsonNode value, Node at) throws MistakeException {
    List<JsonNode> parts = new ArrayList<>();
    (value.isArray() ? value : NODES.arrayNode().add(value)).forEach(parts::addFirst);
    for (JsonNode part : parts) {
      if (!(part instanceof ObjectNode mapping)) {
        throw mistake(at, "a merge of something that is not a mapping");
      }
      object.setAll(mapping);
    }
  }

  private static YamlScalar scalar(ScalarNode scalar) throws MistakeException {
    String text = scalar.getValue();
    if (text.codePoints().anyMatch(YamlTree::half)) {
      throw mistake(scalar, "half of a surrogate pair");
    }
    return YamlScalar.of(scalar.getTag(), text)
        .orElseThrow(() -> mistake(scalar, "a value that is not what its tag says"));
  }

  private static boolean half(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }

  private static MistakeException mistake(Node node, String what) {
    return new MistakeException(node.getStartMark().getLine() + 1, what);
  }
}
