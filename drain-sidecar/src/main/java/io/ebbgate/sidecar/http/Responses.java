package io.ebbgate.sidecar.http;

import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.core.verdict.VerdictFields;
import io.ebbgate.sidecar.log.JsonLine;
import io.ebbgate.sidecar.report.DrainStatus;
import io.ebbgate.sidecar.report.VerdictJson;
import java.util.Optional;

/** Responses of both ports. */
final class Responses {
  private static final String NO_TOKEN =
      "The header " + Headers.TOKEN + " does not contain this pod's token.";

  private Responses() {}

  static Response verdict(Verdict verdict) {
    return Response.json(200, VerdictJson.text(verdict));
  }

  /** The kubelet takes this for success too, so it is also counted and logged. */
  static Response hookRejected() {
    return Response.json(
        403,
        JsonLine.object(json -> {
          json.writeStringField(VerdictFields.VERDICT, Outcome.REFUSED.wireName());
          json.writeStringField("error", NO_TOKEN);
        }));
  }

  static Response forbidden() {
    return Response.error(403, NO_TOKEN);
  }

  static Response ok() {
    return Response.json(200, JsonLine.object(json -> json.writeStringField("status", "ok")));
  }

  static Response status(int code, DrainStatus status) {
    return Response.json(
        code,
        JsonLine.object(json -> {
          json.writeStringField("phase", status.phase());
          Optional<Verdict> report = status.report();
          if (report.isPresent()) {
            VerdictJson.fields(json, report.get());
          }
        }));
  }
}
