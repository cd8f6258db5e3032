package io.ebbgate.sidecar.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ebbgate.core.contract.LogLine;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.sidecar.log.JsonLine;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The verdict document as JSON, shortened where its reader has a limit. */
public final class VerdictJson {
  private VerdictJson() {}

  /** The whole document. */
  public static String text(Verdict verdict) {
    return text(verdict.fields());
  }

  /** The document in at most this many bytes, as far as numbers alone fit in, for the message. */
  static String textWithin(Verdict verdict, int limit) {
    return text(verdict.fieldsWithin(VerdictJson::length, limit));
  }

  /** Writes the document's fields into a log line, in at most {@link LogLine#VERDICT} bytes. */
  static void lineFields(JsonGenerator json, Verdict verdict) throws IOException {
    JsonLine.fields(json, verdict.fieldsWithin(VerdictJson::length, LogLine.VERDICT));
  }

  /** Writes the whole document's fields into the current object. */
  public static void fields(JsonGenerator json, Verdict verdict) throws IOException {
    JsonLine.fields(json, verdict.fields());
  }

  private static int length(Map<String, @Nullable Object> fields) {
    return text(fields).getBytes(UTF_8).length;
  }

  private static String text(Map<String, @Nullable Object> fields) {
    return JsonLine.object(json -> JsonLine.fields(json, fields));
  }
}
