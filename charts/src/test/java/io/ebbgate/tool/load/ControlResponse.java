package io.ebbgate.tool.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Writer;

/** An answer of the control server, written as it goes: it may be long. */
record ControlResponse(int status, String type, Body body) {
  /** Writes an answer's content. */
  @FunctionalInterface
  interface Body {
    void to(Writer out) throws IOException;
  }

  static ControlResponse text(int status, String sentence) {
    return new ControlResponse(status, "text/plain", out -> out.write(sentence + "\n"));
  }

  static ControlResponse json(JsonNode node) {
    return new ControlResponse(200, "application/json", out -> out.write(node + "\n"));
  }

  static ControlResponse report(LoadReport report) {
    return new ControlResponse(200, "application/json", report::write);
  }
}
