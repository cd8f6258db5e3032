package io.ebbgate.sidecar.http;

import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.VerdictFields;
import io.ebbgate.sidecar.drain.DrainStatus;
import io.ebbgate.sidecar.drain.JsonText;
import io.ebbgate.sidecar.drain.Report;
import io.ebbgate.sidecar.drain.VerdictJson;
import java.util.Optional;

/** Answers both ports give. */
final class Answers {
  private static final String NO_TOKEN =
      "The header " + Headers.TOKEN + " does not carry this pod's token.";

  private Answers() {}

  static Response verdict(Report report) {
    return Response.json(200, VerdictJson.text(report));
  }

  /** The kubelet takes this for success too, so it has to be seen elsewhere as well. */
  static Response refused() {
    return Response.json(
        403,
        JsonText.object(json -> {
          json.writeStringField(VerdictFields.VERDICT, Outcome.REFUSED.wireName());
          json.writeStringField("error", NO_TOKEN);
        }));
  }

  static Response forbidden() {
    return Response.error(403, NO_TOKEN);
  }

  static Response ok() {
    return Response.json(200, JsonText.object(json -> json.writeStringField("status", "ok")));
  }

  static Response status(int code, DrainStatus status) {
    return Response.json(
        code,
        JsonText.object(json -> {
          json.writeStringField("phase", status.phase());
          Optional<Report> report = status.report();
          if (report.isPresent()) {
            VerdictJson.fields(json, report.get());
          }
        }));
  }
}
