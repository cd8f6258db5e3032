package io.ebbgate.webhook.command;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** JSON in and out: one document or one after the other, as kubectl takes them. */
final class JsonText {
  private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private JsonText() {}

  /** The tree, over several lines if {@code like} is. */
  static String of(JsonNode tree, String like) {
    try {
      return like.strip().contains("\n")
          ? JSON.writer(pretty()).writeValueAsString(tree)
          : JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree has JSON.", e);
    }
  }

  private static DefaultPrettyPrinter pretty() {
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");
    return new DefaultPrettyPrinter(separators)
        .withObjectIndenter(INDENTER)
        .withArrayIndenter(INDENTER);
  }

  /** The documents of a text that is nothing but JSON objects; empty where it is something else. */
  static Optional<List<Piece>> pieces(String text) {
    List<Piece> pieces = new ArrayList<>();
    int end = 0;
    try (JsonParser parser = JSON.createParser(text)) {
      while (parser.nextToken() != null) {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        JsonNode tree = JSON.readTree(parser);
        String head = text.substring(end, start);
        end = (int) parser.currentLocation().getCharOffset();
        int line = 1 + (int) text.substring(0, start).chars().filter(c -> c == '\n').count();
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
