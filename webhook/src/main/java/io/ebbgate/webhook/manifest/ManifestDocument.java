package io.ebbgate.webhook.manifest;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;

/**
 * A part of a manifest with at most one document. Head, body and tail together are the part's
 * original text; only the body of a changed document is ever replaced.
 *
 * @param head comments, blank lines and the separator before the document
 * @param tail comments, blank lines and the end marker after the document
 * @param number of the document, from 1
 * @param line of the body's beginning, from 1
 * @param tree missing where the part has no document
 */
public record ManifestDocument(
    String head, String body, String tail, int number, int line, JsonNode tree) {
  public ManifestDocument {
    requireNonNull(head);
    requireNonNull(body);
    requireNonNull(tail);
    requireNonNull(tree);
  }

  /**
   * Finds the body in a part that has at most one separator, at its beginning. A head or a tail cut
   * too short costs a comment in a changed document; one cut too long would cost a value.
   */
  static ManifestDocument cut(String part, int number, int line) {
    int start = part.startsWith("\uFEFF") ? 1 : 0;
    while (start < part.length() && belongsToHead(part, start)) {
      start = Manifest.nextLine(part, start);
    }
    if (part.startsWith("--- ", start) || part.startsWith("---\t", start)) {
      start += "--- ".length();
    }
    int end = start;
    while (end < part.length() && !Manifest.startsWithMarker(part, end, "...")) {
      end = Manifest.nextLine(part, end);
    }
    int last = end;
    boolean keeps = keepsLineEnds(part, start);
    while (!keeps && last > start && belongsToTail(part, last)) {
      last = previousLine(part, last);
    }
    String head = part.substring(0, start);
    return new ManifestDocument(
        head,
        part.substring(start, Math.max(last, start)),
        part.substring(Math.max(last, start)),
        number,
        line + Manifest.lines(head),
        MissingNode.getInstance());
  }

  /** Whether the line has no value: it is blank, a comment, a directive or a separator alone. */
  private static boolean belongsToHead(String part, int from) {
    String line = part.substring(from, Manifest.nextLine(part, from));
    String rest = (Manifest.startsWithMarker(line, 0, "---") ? line.substring(3) : line).strip();
    return rest.isEmpty() || rest.startsWith("#") || line.startsWith("%");
  }

  /** Whether the line that ends there is blank, or a comment that no scalar can contain. */
  private static boolean belongsToTail(String part, int end) {
    String line = part.substring(previousLine(part, end), end);
    return line.isBlank() || line.startsWith("#");
  }

  private static int previousLine(String part, int end) {
    return part.lastIndexOf('\n', end - 2) + 1;
  }

  /** Whether a block scalar may keep the line ends after it: {@code |+}, {@code >2+}. */
  private static boolean keepsLineEnds(String part, int start) {
    for (int plus = part.indexOf('+', start); plus > 0; plus = part.indexOf('+', plus + 1)) {
      int indicator = plus - 1;
      if (indicator > start && Character.isDigit(part.charAt(indicator))) {
        indicator--;
      }
      if (indicator >= start && "|>".indexOf(part.charAt(indicator)) >= 0) {
        return true;
      }
    }
    return false;
  }

  ManifestDocument parsed(String manifest, YamlReader reader) throws ManifestException {
    try {
      return new ManifestDocument(head, body, tail, number, line, reader.read(body));
    } catch (YamlReader.InvalidYamlException e) {
      throw new ManifestException(
          "%s is not valid YAML in document %d, line %d: %s."
              .formatted(manifest, number, line + e.line() - 1, e.getMessage()));
    }
  }

  ManifestDocument withTail(String other) {
    return new ManifestDocument(head, body, other, number, line, tree);
  }

  /** The part as it was read. */
  public String original() {
    return head + body + tail;
  }

  /**
   * The part with another tree: edited where it changes, or else written as a whole in the body's
   * style, JSON or block style, and its line ends.
   */
  public String with(JsonNode changed) {
    boolean flow = body.startsWith("{");
    String plain = body.replace("\r\n", "\n");
    Optional<String> edited = flow ? Optional.empty() : YamlEdit.of(plain, changed);
    if (edited.isPresent()) {
      return head + lineEnds(edited.get()) + tail;
    }
    String text =
        flow
            ? ManifestWriter.json(changed, body.strip().contains("\n"))
            : ManifestWriter.yaml(changed);
    String lines = lineEnds(text);
    // "--- {...}" may be on the separator's line; block style may not.
    String start = head.isEmpty() || head.endsWith("\n") || flow ? head : head + "\n";
    // Block style ends its last line. JSON needs the body's own end, or the next "---" joins it.
    return start + lines + (flow ? body.substring(body.stripTrailing().length()) : "") + tail;
  }

  private String lineEnds(String text) {
    return body.contains("\r\n") ? text.replace("\n", "\r\n") : text;
  }
}
