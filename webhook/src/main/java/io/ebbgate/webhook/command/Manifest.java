package io.ebbgate.webhook.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.webhook.command.YamlTree.MistakeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of documents, cut into pieces that together are the file again.
 *
 * @param name for sentences
 */
record Manifest(String name, List<Piece> pieces) {
  /** A separator begins a line everywhere, even inside a text (YAML 1.2, 9.1.2). */
  private static final Pattern SEPARATOR = Pattern.compile("(?m)^---(?=[ \\t\\r\\n]|\\z)");

  Manifest {
    pieces = List.copyOf(pieces);
  }

  /** Reads a file, or standard input for {@code -}. */
  static Manifest read(String file, InputStream standardInput) throws CommandException {
    String name = file.equals("-") ? "standard input" : file;
    try {
      byte[] bytes =
          file.equals("-") ? standardInput.readAllBytes() : Files.readAllBytes(Path.of(file));
      return of(name, bytes);
    } catch (NoSuchFileException _) {
      throw new CommandException(CommandException.NO_INPUT, name + " is not there.");
    } catch (IOException e) {
      throw new CommandException(
          CommandException.NO_INPUT,
          name + " can't be read: " + e.getClass().getSimpleName() + ".");
    }
  }

  static Manifest of(String name, byte[] bytes) throws CommandException {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw new CommandException(CommandException.DATA, name + " is not text in UTF-8.");
    }
    Optional<List<Piece>> json =
        text.stripLeading().startsWith("{") ? JsonText.pieces(text) : Optional.empty();
    return new Manifest(name, json.isPresent() ? json.get() : yaml(name, text));
  }

  private static List<Piece> yaml(String name, String text) throws CommandException {
    List<Integer> cuts = new ArrayList<>(List.of(0));
    Matcher separator = SEPARATOR.matcher(text);
    while (separator.find()) {
      cuts.add(separator.start());
    }
    cuts.add(text.length());
    List<Piece> pieces = new ArrayList<>();
    Allowance allowance = new Allowance(text.length());
    int line = 1;
    int number = 0;
    for (int i = 0; i + 1 < cuts.size(); i++) {
      String part = text.substring(cuts.get(i), cuts.get(i + 1));
      Piece piece = piece(name, part, number + 1, line, allowance);
      number += piece.body().isEmpty() ? 0 : 1;
      line += lines(part);
      pieces.add(piece);
    }
    return pieces;
  }

  private static Piece piece(String name, String part, int number, int line, Allowance allowance)
      throws CommandException {
    Cut cut = Cut.of(part);
    String head = part.substring(0, cut.start());
    String body = part.substring(cut.start(), cut.end());
    int bodyLine = line + lines(head);
    try {
      JsonNode tree = YamlTree.of(body, allowance);
      return new Piece(head, body, part.substring(cut.end()), number, bodyLine, tree);
    } catch (MistakeException e) {
      throw new CommandException(
          CommandException.DATA,
          "%s is no YAML in document %d, line %d: %s."
              .formatted(name, number, bodyLine + e.line() - 1, e.getMessage()));
    }
  }

  static int lines(String text) {
    return (int) text.chars().filter(c -> c == '\n').count();
  }
}
