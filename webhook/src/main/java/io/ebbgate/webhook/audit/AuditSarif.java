package io.ebbgate.webhook.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;

/** The report for code hosts: SARIF 2.1.0 (OASIS, 27 March 2020). */
public final class AuditSarif {
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

  private AuditSarif() {}

  /**
   * One log with one run.
   *
   * @param docs where the documentation is, with a slash at its end; rules have a link if it is a
   *     URL
   */
  public static ObjectNode of(AuditReport report, String version, String docs) {
    ObjectNode log = JsonNodeFactory.instance.objectNode();
    log.put("$schema", SCHEMA);
    log.put("version", "2.1.0");
    ObjectNode run = log.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver");
    driver.put("name", "ebbgate audit");
    driver.put("version", version);
    ArrayNode rules = driver.putArray("rules");
    for (Check check : Check.values()) {
      rule(check, docs, rules.addObject());
    }
    ArrayNode results = run.putArray("results");
    for (AuditedGateway gateway : report.gateways()) {
      gateway.findings().forEach(each -> result(gateway.gateway(), each, results.addObject()));
    }
    return log;
  }

  private static void rule(Check check, String docs, ObjectNode rule) {
    rule.put("id", check.id());
    rule.putObject("shortDescription").put("text", check.title());
    rule.putObject("fullDescription").put("text", check.consequence());
    rule.putObject("help").put("text", check.cure() + " (" + docs + check.hint() + ")");
    if (docs.startsWith("https://") || docs.startsWith("http://")) {
      rule.put("helpUri", docs + check.hint());
    }
    rule.putObject("defaultConfiguration").put("level", check.severity().wireName());
  }

  private static void result(Gateway gateway, Finding finding, ObjectNode result) {
    Check check = finding.check();
    Gateway.Subject subject = gateway.subject();
    result.put("ruleId", check.id());
    result.put("level", check.severity().wireName());
    String evidence =
        finding.evidence().stream()
            .map(each -> each.path() + ": " + each.value())
            .collect(Collectors.joining("; "));
    result
        .putObject("message")
        .put("text", "%s: %s (%s)".formatted(subject.title(), check.title(), evidence));
    ObjectNode location = result.putArray("locations").addObject();
    if (!subject.file().isEmpty()) {
      ObjectNode physical = location.putObject("physicalLocation");
      physical.putObject("artifactLocation").put("uri", uri(subject.file()));
      physical.putObject("region").put("startLine", Math.max(1, subject.line()));
    }
    location
        .putArray("logicalLocations")
        .addObject()
        .put("fullyQualifiedName", subject.namespace() + "/" + subject.title())
        .put("kind", "resource");
  }

  /** A relative path is a relative reference, but for its blanks and percents (RFC 3986, 4.2). */
  private static String uri(String file) {
    return file.replace("%", "%25").replace(" ", "%20").replace('\\', '/');
  }
}
