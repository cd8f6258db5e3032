package io.ebbgate.webhook.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.webhook.observer.VerdictJson;
import io.ebbgate.webhook.status.Answer.Said;
import io.ebbgate.webhook.status.Answer.Silence;

/** Reads what a control port answered; a pod can say anything. */
final class StatusText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private StatusText() {}

  static Answer read(String text) {
    try {
      String phase = JSON.readTree(text).path("phase").asText();
      return PhaseNames.ALL.contains(phase)
          ? new Said(phase, VerdictJson.readSidecars(text))
          : Answer.silent(Silence.UNREADABLE);
    } catch (JsonProcessingException notJson) {
      return Answer.silent(Silence.UNREADABLE);
    }
  }
}
