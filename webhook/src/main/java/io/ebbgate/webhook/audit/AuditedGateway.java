package io.ebbgate.webhook.audit;

import java.util.List;

/**
 * A gateway with the result of its audit.
 *
 * @param drain what its drain is today, for people
 * @param unknown checks whose result is unknown
 */
public record AuditedGateway(
    Gateway gateway, String drain, List<Finding> findings, List<Unknown> unknown) {
  /** A check whose result is unknown, and why. */
  public record Unknown(Check check, String why) {}

  public AuditedGateway {
    findings = List.copyOf(findings);
    unknown = List.copyOf(unknown);
  }

  /** Whether one of its findings is at least that bad. */
  public boolean has(Severity severity) {
    return findings.stream().anyMatch(each -> each.check().severity().compareTo(severity) <= 0);
  }
}
