package io.ebbgate.webhook.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One YAML document as the JSON tree that Kubernetes would make of it: aliases and merge keys
 * expanded, a date left a text.
 */
final class YamlTree {
  private static final int DEEPEST = 200;
  private static final int MOST_ALIASES = 1_000_000;
  private static final int MOST_TEXT = 64 << 20;
  private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
  private static final Pattern REAL =
      Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,4})?");
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
      Node root = new Yaml(options).compose(new StringReader(document));
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
      case ScalarNode scalar -> scalar(scalar);
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
    ObjectNode merged = NODES.objectNode();
    for (NodeTuple entry : mapping.getValue()) {
      Node key = entry.getKeyNode();
      count(key, depth);
      JsonNode value = tree(entry.getValueNode(), depth + 1);
      if (key.getTag().equals(Tag.MERGE)) {
        merge(merged, value, key);
      } else if (!(key instanceof ScalarNode name)) {
        throw mistake(key, "a key that is not a text");
      } else if (object.has(name.getValue())) {
        throw mistake(key, "a key that is there twice");
      } else {
        object.set(name.getValue(), value);
      }
    }
    merged.properties().forEach(entry -> object.putIfAbsent(entry.getKey(), entry.getValue()));
    return object;
  }

  /** Earlier ones win over later ones, and the mapping's own over all. */
  private static void merge(ObjectNode merged, JsonNode value, Node at) throws MistakeException {
    if (!value.isObject() && !value.isArray()) {
      throw mistake(at, "a merge of something that is not a mapping");
    }
    for (JsonNode part : value.isArray() ? value : NODES.arrayNode().add(value)) {
      part.properties().forEach(entry -> merged.putIfAbsent(entry.getKey(), entry.getValue()));
    }
  }

  private static JsonNode scalar(ScalarNode scalar) throws MistakeException {
    String text = scalar.getValue();
    if (text.codePoints().anyMatch(YamlTree::half)) {
      throw mistake(scalar, "half of a surrogate pair");
    }
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return NODES.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      String word = text.toLowerCase(Locale.ROOT);
      return NODES.booleanNode(word.equals("true") || word.equals("yes") || word.equals("on"));
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return number(text);
    }
    return NODES.textNode(text);
  }

  private static boolean half(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }

  private static JsonNode number(String text) {
    String digits = text.replace("_", "");
    String magnitude = digits.replaceFirst("^[-+]", "");
    boolean negative = digits.startsWith("-");
    if (DECIMAL.matcher(digits).matches()) {
      return integer(magnitude, 10, negative);
    }
    if (magnitude.startsWith("0x")) {
      return integer(magnitude.substring(2), 16, negative);
    }
    if (magnitude.startsWith("0b")) {
      return integer(magnitude.substring(2), 2, negative);
    }
    if (magnitude.matches("0[0-7]+")) {
      return integer(magnitude, 8, negative);
    }
    // What is left are base 60 and the infinities, which JSON does not have.
    return REAL.matcher(digits).matches()
        ? NODES.numberNode(new BigDecimal(digits))
        : NODES.textNode(text);
  }

  private static JsonNode integer(String digits, int radix, boolean negative) {
    BigInteger number = new BigInteger(digits, radix);
    BigInteger signed = negative ? number.negate() : number;
    // The kinds of node that a JSON parser makes: Jackson's 1 is not equal to its 1L.
    if (signed.bitLength() < Integer.SIZE) {
      return NODES.numberNode(signed.intValue());
    }
    return signed.bitLength() < Long.SIZE
        ? NODES.numberNode(signed.longValue())
        : NODES.numberNode(signed);
  }

  private static MistakeException mistake(Node node, String what) {
    return new MistakeException(node.getStartMark().getLine() + 1, what);
  }
}
