package io.ebbgate.webhook.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file of YAML documents or of JSON objects, one after the other.
 *
 * @param name of the file, for messages
 * @param documents whose original texts, joined, are the file
 */
public record Manifest(String name, List<ManifestDocument> documents) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  public Manifest {
    requireNonNull(name);
    documents = List.copyOf(documents);
  }

  /**
   * Reads a file, or standard input for {@code -}.
   *
   * @throws IOException if it can't be read; the message is a sentence that names the file
   */
  public static Manifest read(String file, InputStream standardInput)
      throws IOException, ManifestException {
    boolean standard = file.equals("-");
    String name = standard ? "standard input" : file;
    if (!standard && Files.isDirectory(Path.of(file))) {
      throw new IOException(name + " is a folder; allowed is a file.");
    }
    byte[] bytes;
    try {
      bytes = standard ? standardInput.readAllBytes() : Files.readAllBytes(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new IOException(name + " does not exist.", e);
    } catch (AccessDeniedException e) {
      throw new IOException(name + " may not be read by this user.", e);
    } catch (IOException e) {
      throw new IOException(name + " can't be read: " + e.getClass().getSimpleName() + ".", e);
    }
    return parse(name, bytes);
  }

  /** Reads a text that is embedded in another one. */
  public static Manifest parse(String name, String text) throws ManifestException {
    Optional<List<ManifestDocument>> json =
        text.stripLeading().startsWith("{") ? json(text) : Optional.empty();
    return new Manifest(name, json.isPresent() ? json.get() : yaml(name, text));
  }

  static Manifest parse(String name, byte[] bytes) throws ManifestException {
    try {
      return parse(name, UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      throw new ManifestException(name + " is not UTF-8 text.");
    }
  }

  /** Empty if the text is anything but JSON objects; flow style YAML begins like JSON. */
  static Optional<List<ManifestDocument>> json(String text) {
    List<ManifestDocument> documents = new ArrayList<>();
    int end = 0;
    int line = 1;
    int counted = 0;
    try (JsonParser parser = JSON.createParser(text)) {
      while (parser.nextToken() != null) {
        int start = (int) parser.currentTokenLocation().getCharOffset();
        JsonNode tree = JSON.readTree(parser);
        String head = text.substring(end, start);
        end = (int) parser.currentLocation().getCharOffset();
        line += lines(text.substring(counted, start));
        counted = start;
        String body = text.substring(start, end);
        documents.add(new ManifestDocument(head, body, "", documents.size() + 1, line, tree));
      }
    } catch (IOException _) {
      return Optional.empty();
    }
    if (documents.isEmpty()) {
      return Optional.empty();
    }
    documents.add(documents.removeLast().withTail(text.substring(end)));
    return Optional.of(documents);
  }

  /** A separator begins a line everywhere, even inside a scalar (YAML 1.2, 9.1.2). */
  private static List<ManifestDocument> yaml(String name, String text) throws ManifestException {
    YamlReader reader = new YamlReader(text.length());
    List<ManifestDocument> documents = new ArrayList<>();
    int line = 1;
    int number = 1;
    int start = 0;
    do {
      int end = nextLine(text, start);
      while (end < text.length() && !startsWithMarker(text, end, "---")) {
        end = nextLine(text, end);
      }
      String part = text.substring(start, end);
      ManifestDocument document = ManifestDocument.cut(part, number, line);
      documents.add(document.parsed(name, reader));
      number += document.body().isEmpty() ? 0 : 1;
      line += lines(part);
      start = end;
    } while (start < text.length());
    return documents;
  }

  /** Whether a line starts with a marker that stands alone, {@code ---} or {@code ...}. */
  static boolean startsWithMarker(String text, int line, String marker) {
    int end = line + marker.length();
    return text.startsWith(marker, line)
        && (end == text.length() || " \t\r\n".indexOf(text.charAt(end)) >= 0);
  }

  static int nextLine(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end + 1;
  }

  static int lines(String text) {
    return (int) text.chars().filter(c -> c == '\n').count();
  }
}
