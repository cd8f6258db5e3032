package io.ebbgate.webhook.audit;

import java.util.List;

/** What is wrong with a gateway's drain, and what that is seen by. */
public record Finding(Check check, List<Observation> evidence) {
  public Finding {
    evidence = List.copyOf(evidence);
  }
}
