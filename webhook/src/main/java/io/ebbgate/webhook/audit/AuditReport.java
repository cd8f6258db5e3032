package io.ebbgate.webhook.audit;

import java.util.List;

/**
 * The audit of all gateways.
 *
 * @param notes what could not be read, one sentence each
 */
public record AuditReport(List<AuditedGateway> gateways, List<String> notes) {
  public AuditReport {
    gateways = List.copyOf(gateways);
    notes = List.copyOf(notes);
  }

  /** The audit of gateways. */
  public static AuditReport of(List<Gateway> gateways, List<String> notes) {
    return new AuditReport(gateways.stream().map(AuditRules::audit).toList(), notes);
  }

  /** Whether one of the findings is at least that bad. */
  public boolean has(Severity severity) {
    return gateways.stream().anyMatch(each -> each.has(severity));
  }

  long count(Severity severity) {
    return gateways.stream()
        .flatMap(each -> each.findings().stream())
        .filter(each -> each.check().severity() == severity)
        .count();
  }
}
