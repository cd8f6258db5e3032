package io.ebbgate.webhook.audit;

import io.ebbgate.webhook.review.OneLine;
import java.util.ArrayList;
import java.util.List;

/**
 * The report for people, in groups with a mark at each line, as {@code linkerd check} prints its.
 *
 * @param docs where the documentation is, with a slash at its end
 * @param colors whether marks are coloured by a terminal's escape sequences
 */
public record AuditText(String docs, boolean colors) {
  private static final String INDENT = "    ";

  /** What a line reports. */
  private enum LineMark {
    PASSED("√", "32"),
    WARNING("‼", "33"),
    ERROR("×", "31"),
    UNKNOWN("?", "36");

    private final String sign;
    private final String color;

    LineMark(String sign, String color) {
      this.sign = sign;
      this.color = color;
    }

    private static LineMark of(Severity severity) {
      return switch (severity) {
        case ERROR -> ERROR;
        case WARNING -> WARNING;
      };
    }
  }

  /** The report's lines. */
  public List<String> lines(AuditReport report) {
    List<String> lines = new ArrayList<>();
    report.gateways().forEach(each -> add(each, lines));
    report.notes().forEach(note -> lines.add(marked(LineMark.UNKNOWN) + " " + OneLine.of(note)));
    if (!report.notes().isEmpty()) {
      lines.add("");
    }
    lines.add(result(report));
    return lines;
  }

  private void add(AuditedGateway audited, List<String> lines) {
    Gateway gateway = audited.gateway();
    String title =
        OneLine.of(
            "%s in namespace %s (%s)"
                .formatted(
                    gateway.subject().title(), gateway.subject().namespace(), gateway.product()));
    lines.add(title);
    lines.add("-".repeat(title.length()));
    lines.add(OneLine.of("today: " + audited.drain()));
    for (CheckGroup group : CheckGroup.values()) {
      List<Finding> found =
          audited.findings().stream().filter(each -> each.check().group() == group).toList();
      found.forEach(each -> add(gateway, each, lines));
      List<AuditedGateway.Unknown> unknown =
          audited.unknown().stream().filter(each -> each.check().group() == group).toList();
      unknown.forEach(each ->
          lines.add(
              OneLine.of("? " + group.wireName() + ": " + each.check().id() + ": " + each.why())));
      if (found.isEmpty() && unknown.isEmpty() && group != CheckGroup.EBBGATE) {
        lines.add(marked(LineMark.PASSED) + " " + group.wireName());
      }
    }
    lines.add("");
  }

  private void add(Gateway gateway, Finding finding, List<String> lines) {
    Check check = finding.check();
    lines.add(
        marked(LineMark.of(check.severity()))
            + " "
            + check.group().wireName()
            + ": "
            + check.title());
    String source = gateway.subject().source();
    String of = source.isEmpty() ? "" : " of " + source;
    finding
        .evidence()
        .forEach(each -> lines.add(INDENT + OneLine.of(each.path() + of + ": " + each.value())));
    lines.add(INDENT + sentence(check.consequence()));
    lines.add(INDENT + "Cure: " + check.cure() + ".");
    lines.add(INDENT + "see " + docs + check.hint() + " for hints");
  }

  private static String sentence(String clause) {
    return Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + ".";
  }

  private String result(AuditReport report) {
    if (report.gateways().isEmpty()) {
      return report.notes().isEmpty()
          ? "No Envoy-based gateway was found."
          : "No gateway was audited.";
    }
    LineMark mark =
        report.has(Severity.ERROR)
            ? LineMark.ERROR
            : report.has(Severity.WARNING) ? LineMark.WARNING : LineMark.PASSED;
    return "Audit results are %s: %s, %s, %s."
        .formatted(
            marked(mark),
            number(report.gateways().size(), "gateway"),
            number(report.count(Severity.ERROR), "error"),
            number(report.count(Severity.WARNING), "warning"));
  }

  private static String number(long count, String word) {
    return count + " " + word + (count == 1 ? "" : "s");
  }

  private String marked(LineMark mark) {
    return colors ? "\u001b[%sm%s\u001b[0m".formatted(mark.color, mark.sign) : mark.sign;
  }
}
