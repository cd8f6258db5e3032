package io.ebbgate.webhook.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The report for programs. */
public final class AuditJson {
  private AuditJson() {}

  /**
   * One object.
   *
   * @param docs where the documentation is, with a slash at its end
   */
  public static ObjectNode of(AuditReport report, String docs) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode gateways = json.putArray("gateways");
    report.gateways().forEach(each -> write(each, docs, gateways.addObject()));
    ArrayNode notes = json.putArray("notes");
    report.notes().forEach(notes::add);
    json.put("errors", report.count(Severity.ERROR));
    json.put("warnings", report.count(Severity.WARNING));
    return json;
  }

  private static void write(AuditedGateway audited, String docs, ObjectNode json) {
    Gateway.Subject subject = audited.gateway().subject();
    json.put("kind", subject.kind());
    json.put("name", subject.name());
    json.put("namespace", subject.namespace());
    json.put("file", subject.file().isEmpty() ? null : subject.file());
    json.put("product", audited.gateway().product());
    json.put("drain", audited.drain());
    ArrayNode findings = json.putArray("findings");
    for (Finding each : audited.findings()) {
      ObjectNode finding = findings.addObject();
      finding.put("id", each.check().id());
      finding.put("group", each.check().group().wireName());
      finding.put("severity", each.check().severity().wireName());
      finding.put("title", each.check().title());
      ArrayNode evidence = finding.putArray("evidence");
      each.evidence()
          .forEach(
              seen -> evidence.addObject().put("path", seen.path()).put("value", seen.value()));
      finding.put("consequence", each.check().consequence());
      finding.put("cure", each.check().cure());
      finding.put("hint", docs + each.check().hint());
    }
    ArrayNode unknown = json.putArray("unknown");
    audited
        .unknown()
        .forEach(each -> unknown.addObject().put("id", each.check().id()).put("why", each.why()));
  }
}
