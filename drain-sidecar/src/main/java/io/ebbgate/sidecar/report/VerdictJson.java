package io.ebbgate.sidecar.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ebbgate.core.contract.LogLine;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.core.verdict.VerdictFields;
import io.ebbgate.sidecar.log.JsonLine;
import java.io.IOException;

/** The verdict document as JSON, shortened where its reader has a limit. */
public final class VerdictJson {
  private static final Verdict.Detail[] DETAILS = Verdict.Detail.values();

  private VerdictJson() {}

  /** The whole document. */
  public static String text(Verdict verdict) {
    return text(verdict, Verdict.Detail.FULL);
  }

  /** The document in at most {@link VerdictFields#LIMIT} bytes, for the termination message. */
  static String shortText(Verdict verdict) {
    return text(verdict, detail(verdict, VerdictFields.LIMIT));
  }

  /** Writes the document's fields into a log line, in at most {@link LogLine#VERDICT} bytes. */
  static void lineFields(JsonGenerator json, Verdict verdict) throws IOException {
    JsonLine.fields(json, verdict.fields(detail(verdict, LogLine.VERDICT)));
  }

  /** Writes the whole document's fields into the current object. */
  public static void fields(JsonGenerator json, Verdict verdict) throws IOException {
    JsonLine.fields(json, verdict.fields());
  }

  /** As much detail as fits; without lists and texts, a document always does. */
  private static Verdict.Detail detail(Verdict verdict, int most) {
    int i = 0;
    while (i + 1 < DETAILS.length && text(verdict, DETAILS[i]).getBytes(UTF_8).length > most) {
      i++;
    }
    return DETAILS[i];
  }

  private static String text(Verdict verdict, Verdict.Detail detail) {
    return JsonLine.object(json -> JsonLine.fields(json, verdict.fields(detail)));
  }
}
