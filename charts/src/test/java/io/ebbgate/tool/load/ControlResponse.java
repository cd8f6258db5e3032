package io.ebbgate.tool.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;

/** An answer at a program's door, written as it goes: it may be long. */
record ControlResponse(int status, String type, Body body) {
  /** Writes what an answer contains. */
  @FunctionalInterface
  interface Body {
    void to(Writer out) throws IOException;
  }

  static ControlResponse sentence(int status, String sentence) {
    return new ControlResponse(status, "text/plain", out -> out.write(sentence + "\n"));
  }

  static ControlResponse json(ObjectNode node) {
    return new ControlResponse(200, "application/json", out -> out.write(node + "\n"));
  }

  static ControlResponse report(LoadReport report) {
    return new ControlResponse(200, "text/csv", report::write);
  }
}
