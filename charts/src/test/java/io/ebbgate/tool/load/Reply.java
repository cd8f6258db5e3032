package io.ebbgate.tool.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;

/** An answer at a program's door, written as it goes: it may be long. */
record Reply(int status, String type, Body body) {
  /** Writes what an answer contains. */
  @FunctionalInterface
  interface Body {
    void to(Writer out) throws IOException;
  }

  static Reply sentence(int status, String sentence) {
    return new Reply(status, "text/plain", out -> out.write(sentence + "\n"));
  }

  static Reply json(ObjectNode node) {
    return new Reply(200, "application/json", out -> out.write(node + "\n"));
  }

  static Reply report(LoadReport report) {
    return new Reply(200, "text/csv", report::write);
  }
}
