package io.ebbgate.webhook.command;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON in and out: one document or one after the other, as kubectl takes them. */
final class JsonText {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final StringBuilder out = new StringBuilder();
  private final boolean lines;

  private JsonText(boolean lines) {
    this.lines = lines;
  }

  /** The tree, over several lines if {@code like} is. It is YAML in flow style as well. */
  static String of(JsonNode tree, String like) {
    JsonText text = new JsonText(like.strip().contains("\n"));
    text.node(tree, 0);
    return text.out.toString();
  }

  private void node(JsonNode node, int depth) {
    switch (node.getNodeType()) {
      case OBJECT -> object(node, depth);
      case ARRAY -> array(node, depth);
      case STRING -> out.append(ScalarText.quoted(node.asText()));
      case NUMBER -> out.append(ScalarText.number(node));
      case BOOLEAN, NULL, MISSING, BINARY, POJO -> out.append(node);
    }
  }

  private void object(JsonNode object, int depth) {
    char before = '{';
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      begin(before, depth + 1);
      out.append(ScalarText.quoted(entry.getKey())).append(lines ? ": " : ":");
      node(entry.getValue(), depth + 1);
      before = ',';
    }
    end(object.isEmpty() ? "{}" : "}", object, depth);
  }

  private void array(JsonNode array, int depth) {
    char before = '[';
    for (JsonNode item : array) {
      begin(before, depth + 1);
      node(item, depth + 1);
      before = ',';
    }
    end(array.isEmpty() ? "[]" : "]", array, depth);
  }

  private void begin(char before, int depth) {
    out.append(before);
    line(depth);
  }

  private void end(String bracket, JsonNode container, int depth) {
    if (!container.isEmpty()) {
      line(depth);
    }
    out.append(bracket);
  }

  private void line(int depth) {
    if (lines) {
      out.append('\n').repeat(' ', 2 * depth);
    }
  }

  /** The documents of a text that is nothing but JSON objects; empty where it is something else. */
  static Optional<List<Piece>> pieces(String text) {
    List<Piece> pieces = new ArrayList<>();
    int end = 0;
    int line = 1;
    int counted = 0;
    try (JsonParser parser = JSON.createParser(text)) {
      while (parser.nextToken() != null) {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        JsonNode tree = JSON.readTree(parser);
        String head = text.substring(end, start);
        end = (int) parser.currentLocation().getCharOffset();
        line += Manifest.lines(text.substring(counted, start));
        counted = start;
        String body = text.substring(start, end);
        pieces.add(new Piece(head, body, "", pieces.size() + 1, line, tree));
      }
    } catch (IOException _) {
      return Optional.empty();
    }
    if (pieces.isEmpty()) {
      return Optional.empty();
    }
    Piece last = pieces.removeLast();
    pieces.add(
        new Piece(
            last.head(),
            last.body(),
            text.substring(end),
            last.number(),
            last.line(),
            last.tree()));
    return Optional.of(pieces);
  }
}
