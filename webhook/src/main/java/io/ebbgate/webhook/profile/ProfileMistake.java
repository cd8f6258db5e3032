package io.ebbgate.webhook.profile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import java.io.IOException;

/** A field of a profile that can't be used. Its message is a sentence without the full stop. */
final class ProfileMistake extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient JsonPointer field;

  /**
   * @param field where it is
   * @param mistake the sentence's end
   */
  ProfileMistake(JsonPointer field, String mistake) {
    super(name(field) + " " + mistake);
    this.field = field;
  }

  /** A field's name for people: {@code evidence[0].weight}. */
  private static String name(JsonPointer field) {
    StringBuilder name = new StringBuilder();
    for (JsonPointer rest = field; !rest.matches(); rest = rest.tail()) {
      if (rest.mayMatchElement()) {
        name.append('[').append(rest.getMatchingIndex()).append(']');
      } else {
        name.append(name.isEmpty() ? "" : ".").append(rest.getMatchingProperty());
      }
    }
    return name.isEmpty() ? "the profile" : name.toString();
  }

  /**
   * The line of the file that has the field; of a missing one, that of the object that lacks it.
   *
   * @throws IOException if the file is no JSON
   */
  int line(byte[] file) throws IOException {
    int line = 1;
    int depth = 0;
    try (JsonParser parser = new JsonFactory().createParser(file)) {
      while (parser.nextToken() != null) {
        String found = parser.getParsingContext().pathAsPointer().toString();
        if (found.length() > depth && (field + "/").startsWith(found + "/")) {
          depth = found.length();
          line = parser.currentTokenLocation().getLineNr();
        }
      }
    }
    return line;
  }
}
