package io.ebbgate.webhook.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.webhook.manifest.YamlReader.InvalidYamlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Changes a YAML text where its value changes, and leaves the rest as it was written: comments,
 * order, quotes and indentation. What can't be changed so, such as a value that an alias repeats,
 * has no edit.
 */
final class YamlEdit {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String text;

  /** Whether each character is one of the basic plane. */
  private final boolean basic;

  private final List<Splice> splices = new ArrayList<>();

  /** Text in the place of what is between two indexes. */
  private record Splice(int from, int to, String with) {}

  private YamlEdit(String text) {
    this.text = text;
    basic = text.codePointCount(0, text.length()) == text.length();
  }

  /** The text with that value; empty where it has to be written as a whole. */
  static Optional<String> of(String text, JsonNode changed) {
    try {
      YamlReader reader = new YamlReader(text.length());
      Optional<Node> root = reader.compose(text);
      YamlEdit edit = new YamlEdit(text);
      if (root.isEmpty()
          || !edit.change(root.get(), reader.tree(root.get()), changed)
          || !edit.isInOrder()) {
        return Optional.empty();
      }
      String edited = edit.spliced();
      boolean right = new YamlReader(edited.length()).read(edited).equals(changed);
      return right ? Optional.of(edited) : Optional.empty();
    } catch (InvalidYamlException hasNoEdit) {
      return Optional.empty();
    }
  }

  /** An alias leads back to what was there before. */
  private boolean isInOrder() {
    int end = 0;
    for (Splice each : splices) {
      if (each.from() < end) {
        return false;
      }
      end = each.to();
    }
    return true;
  }

  private String spliced() {
    StringBuilder edited = new StringBuilder();
    int end = 0;
    for (Splice each : splices) {
      edited.append(text, end, each.from()).append(each.with());
      end = each.to();
    }
    return edited.append(text, end, text.length()).toString();
  }

  /** Whether it can be changed; splices come in the text's order. */
  private boolean change(Node node, JsonNode before, JsonNode after) {
    if (before.equals(after)) {
      return true;
    }
    if (!(node instanceof CollectionNode<?> block) || block.getFlowStyle() == FlowStyle.FLOW) {
      return false;
    }
    return switch (node) {
      case MappingNode mapping when before instanceof ObjectNode && after instanceof ObjectNode ->
          changeMapping(mapping, before, after);
      case SequenceNode list when before instanceof ArrayNode && after instanceof ArrayNode ->
          changeList(list, before, after);
      default -> false;
    };
  }

  private boolean changeMapping(MappingNode mapping, JsonNode before, JsonNode after) {
    int column = mapping.getStartMark().getColumn();
    int known = 0;
    for (NodeTuple entry : mapping.getValue()) {
      String name = name(entry).orElse("");
      if (!before.has(name) || !after.has(name)) {
        return false;
      }
      known++;
      if (!changeEntry(entry, column, name, before.get(name), after.get(name))) {
        return false;
      }
    }
    if (known != before.size()) {
      // A merge key brought others.
      return false;
    }
    StringBuilder added = new StringBuilder();
    for (Map.Entry<String, JsonNode> entry : after.properties()) {
      if (!before.has(entry.getKey())) {
        added.append(" ".repeat(column)).append(entry(entry.getKey(), entry.getValue(), column));
      }
    }
    insertAfter(end(mapping), added.toString());
    return true;
  }

  private boolean changeEntry(
      NodeTuple entry, int column, String name, JsonNode before, JsonNode after) {
    int mark = splices.size();
    if (change(entry.getValueNode(), before, after)) {
      return true;
    }
    splices.subList(mark, splices.size()).clear();
    int from = index(entry.getKeyNode());
    int to = end(entry.getValueNode());
    while (to > from && text.charAt(to - 1) == '\n') {
      to--;
    }
    if (to == from) {
      return false;
    }
    splices.add(new Splice(from, to, entry(name, after, column).stripTrailing()));
    return true;
  }

  /** Elements are the same if they have one name, or one value; ours only adds some. */
  private boolean changeList(SequenceNode list, JsonNode before, JsonNode after) {
    List<Node> nodes = list.getValue();
    int column = list.getStartMark().getColumn();
    int old = 0;
    for (JsonNode element : after) {
      if (old < nodes.size() && isSame(before.get(old), element)) {
        Node node = nodes.get(old);
        int mark = splices.size();
        if (!change(node, before.get(old), element)) {
          splices.subList(mark, splices.size()).clear();
          replaceElement(node, element, column);
        }
        old++;
      } else {
        String written = " ".repeat(column) + element(element, column);
        if (old == 0) {
          int start = firstComment(lineStart(index(list)));
          splices.add(new Splice(start, start, written));
        } else {
          insertAfter(end(nodes.get(old - 1)), written);
        }
      }
    }
    return old == nodes.size() && !nodes.isEmpty();
  }

  private void replaceElement(Node node, JsonNode element, int column) {
    String written = element(element, column).substring(2).stripTrailing();
    boolean beside = node.getStartMark().getColumn() == column + 2;
    String start = beside ? "" : "\n" + " ".repeat(column + 2);
    splices.add(new Splice(index(node), end(node), start + written));
  }

  private static boolean isSame(JsonNode before, JsonNode after) {
    boolean named = before.isObject() && after.isObject() && before.has("name");
    return named ? before.get("name").equals(after.get("name")) : before.equals(after);
  }

  private static Optional<String> name(NodeTuple entry) {
    return (entry.getKeyNode() instanceof ScalarNode key && !YamlScalar.isMergeKey(key))
        ? YamlScalar.of(key.getTag(), key.getValue()).flatMap(YamlScalar::key)
        : Optional.empty();
  }

  /** {@code name: value}, its further lines at the column. */
  private static String entry(String name, JsonNode value, int column) {
    return indented(ManifestWriter.yaml(NODES.objectNode().set(name, value)), column);
  }

  /** {@code - value}, its further lines at the column. */
  private static String element(JsonNode value, int column) {
    return indented(ManifestWriter.yaml(NODES.arrayNode().add(value)), column);
  }

  private static String indented(String lines, int column) {
    String gap = " ".repeat(column);
    return lines
            .lines()
            .map(line -> line.isEmpty() ? line : gap + line)
            .collect(Collectors.joining("\n"))
            .strip()
        + "\n";
  }

  /** Lines after the one in which a value ends. */
  private void insertAfter(int end, String lines) {
    if (!lines.isEmpty()) {
      int next = lineStart(end) == end ? end : Manifest.nextLine(text, end);
      boolean open = next == text.length() && !text.endsWith("\n");
      splices.add(new Splice(next, next, open ? "\n" + lines.stripTrailing() : lines));
    }
  }

  /** Where a value ends: SnakeYAML's mark of a block is the next token, beyond comments. */
  private int end(Node node) {
    boolean flow = node instanceof CollectionNode<?> all && all.getFlowStyle() == FlowStyle.FLOW;
    return switch (node) {
      case MappingNode mapping when !flow && !mapping.getValue().isEmpty() ->
          end(mapping.getValue().getLast().getValueNode());
      case SequenceNode list when !flow && !list.getValue().isEmpty() ->
          end(list.getValue().getLast());
      default -> index(node.getEndMark().getIndex());
    };
  }

  private int index(Node node) {
    return index(node.getStartMark().getIndex());
  }

  /** SnakeYAML counts characters beyond the basic plane once. */
  private int index(int codePoints) {
    return basic ? codePoints : text.offsetByCodePoints(0, codePoints);
  }

  /** Where the comments begin that are directly above a line: they belong to it. */
  private int firstComment(int line) {
    int first = line;
    while (first > 0 && text.substring(lineStart(first - 1), first).strip().startsWith("#")) {
      first = lineStart(first - 1);
    }
    return first;
  }

  private int lineStart(int index) {
    return text.lastIndexOf('\n', index - 1) + 1;
  }
}
