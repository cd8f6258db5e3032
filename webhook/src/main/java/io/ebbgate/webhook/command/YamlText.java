package io.ebbgate.webhook.command;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A tree as YAML in block style, keys in the tree's order, in quotes only what would be read as
 * something else without them.
 */
final class YamlText {
  private final StringBuilder out = new StringBuilder();

  private YamlText() {}

  /** The document, with a line's end. */
  static String of(JsonNode tree) {
    YamlText text = new YamlText();
    text.node(tree, 0);
    return text.out.charAt(0) == '\n' ? text.out.substring(1) : text.out.toString().strip() + "\n";
  }

  /** Continues a line that ends with a key's colon or an item's dash. */
  private void node(JsonNode node, int indent) {
    if (node.isObject() && !node.isEmpty()) {
      out.append('\n');
      node.properties().forEach(entry -> entry(entry.getKey(), entry.getValue(), indent));
    } else if (node.isArray() && !node.isEmpty()) {
      out.append('\n');
      node.forEach(item -> item(item, indent));
    } else {
      scalar(node, indent);
    }
  }

  private void entry(String key, JsonNode value, int indent) {
    out.repeat(' ', indent).append(PlainText.is(key) ? key : ScalarText.quoted(key)).append(':');
    // A list stands under its key without an indentation of its own, as kubectl prints it.
    node(value, value.isArray() ? indent : indent + 2);
  }

  private void item(JsonNode item, int indent) {
    out.repeat(' ', indent).append('-');
    if (!item.isObject() || item.isEmpty()) {
      node(item, indent + 2);
      return;
    }
    int start = out.length();
    item.properties().forEach(entry -> entry(entry.getKey(), entry.getValue(), indent + 2));
    out.replace(start, start + indent + 2, " ");
  }

  private void scalar(JsonNode node, int indent) {
    out.append(' ');
    switch (node.getNodeType()) {
      case STRING -> string(node.asText(), indent);
      case ARRAY -> out.append("[]");
      case OBJECT, POJO -> out.append("{}");
      case BOOLEAN -> out.append(node);
      case NUMBER -> out.append(ScalarText.number(node));
      case NULL, MISSING -> out.append("null");
      case BINARY -> string(node.asText(), indent);
    }
    if (out.charAt(out.length() - 1) != '\n') {
      out.append('\n');
    }
  }

  private void string(String text, int indent) {
    if (isBlock(text)) {
      out.append(text.endsWith("\n") ? "|" : "|-").append('\n');
      text.lines().forEach(line -> line(line, indent));
    } else {
      out.append(PlainText.is(text) ? text : ScalarText.quoted(text));
    }
  }

  /** Several lines that need neither an indentation's number nor a sign to keep empty ones. */
  private static boolean isBlock(String text) {
    return text.indexOf('\n') > 0
        && !text.endsWith("\n\n")
        && !text.startsWith(" ")
        && !text.startsWith("\t")
        && text.codePoints()
            .allMatch(point -> point == '\n' || point == '\t' || ScalarText.printable(point));
  }

  private void line(String line, int indent) {
    out.repeat(' ', line.isEmpty() ? 0 : Math.max(indent, 2)).append(line).append('\n');
  }
}
