package io.ebbgate.webhook.audit;

import java.util.List;
import java.util.stream.Stream;

/**
 * The audit of all gateways.
 *
 * @param notes what could not be read or audited, one sentence each
 */
public record AuditReport(List<AuditedGateway> gateways, List<String> notes) {
  public AuditReport {
    gateways = List.copyOf(gateways);
    notes = List.copyOf(notes);
  }

  /**
   * The audit of what was found.
   *
   * @param unread what could not be read, one sentence each
   */
  public static AuditReport of(GatewayFinder.Found found, List<String> unread) {
    return new AuditReport(
        found.gateways().stream().map(AuditRules::audit).toList(),
        Stream.concat(unread.stream(), found.notes().stream()).toList());
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
