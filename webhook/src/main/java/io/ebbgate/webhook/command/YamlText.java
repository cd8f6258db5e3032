package io.ebbgate.webhook.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A tree as YAML in block style, keys in the tree's order. A text stands plain only where no
 * parser, of YAML 1.1 or 1.2, could take it for something else; YAML's libraries differ there.
 */
final class YamlText {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z/]([-A-Za-z0-9 ._/@+]*[-A-Za-z0-9._/@+])?");
  private static final Pattern BLOCK = Pattern.compile("[\\x21-\\x7e][\\t\\n\\x20-\\x7e]*");

  /** Words that YAML 1.1 takes for truths, nothing or numbers, in lower case. */
  private static final Set<String> TAKEN =
      Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf");

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
    out.repeat(' ', indent).append(plain(key) ? key : ScalarText.quoted(key)).append(':');
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
    boolean block = text.indexOf('\n') > 0 && BLOCK.matcher(text).matches();
    if (block && !text.endsWith("\n\n")) {
      out.append(text.endsWith("\n") ? "|" : "|-").append('\n');
      text.lines().forEach(line -> line(line, indent));
    } else {
      out.append(plain(text) ? text : ScalarText.quoted(text));
    }
  }

  private void line(String line, int indent) {
    out.repeat(' ', line.isEmpty() ? 0 : Math.max(indent, 2)).append(line).append('\n');
  }

  private static boolean plain(String text) {
    return PLAIN.matcher(text).matches() && !TAKEN.contains(text.toLowerCase(Locale.ROOT));
  }
}
