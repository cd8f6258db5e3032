package io.ebbgate.webhook.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.Reason;
import io.ebbgate.core.admission.SettingOrigin;
import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.manifest.Manifest;
import io.ebbgate.webhook.manifest.ManifestDiff;
import io.ebbgate.webhook.manifest.ManifestDocument;
import io.ebbgate.webhook.manifest.Workload;
import io.ebbgate.webhook.patch.PatchReason;
import io.ebbgate.webhook.patch.ResourceQuotas;
import io.ebbgate.webhook.patch.Tree;
import io.ebbgate.webhook.profile.ProfileException;
import io.ebbgate.webhook.review.AdmissionRequest;
import io.ebbgate.webhook.review.InjectionDetails;
import io.ebbgate.webhook.review.OneLine;
import io.ebbgate.webhook.review.ReviewOutcome;
import io.ebbgate.webhook.review.ReviewOutcome.AlreadyInjected;
import io.ebbgate.webhook.review.ReviewOutcome.Denied;
import io.ebbgate.webhook.review.ReviewOutcome.Injected;
import io.ebbgate.webhook.review.ReviewOutcome.SelfCheckFailed;
import io.ebbgate.webhook.review.ReviewOutcome.Skipped;
import io.ebbgate.webhook.review.Reviewer;
import io.ebbgate.webhook.status.TextTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ebbgate explain}: prints the webhook's decision on each workload of a manifest. */
@Command(
    name = "explain",
    description = "Prints what the webhook would change in each workload of a manifest, and why.",
    footer = {
      "",
      "With --cluster it needs the permissions to get namespaces and to list limitranges and"
          + " resourcequotas; exit code 69 if the API server can't be reached, 77 if one is"
          + " missing."
    })
final class ExplainCommand implements Callable<Integer> {
  private static final String RED = "31";
  private static final String GREEN = "32";
  private static final String YELLOW = "33";

  @Mixin private final ReviewOptions options = new ReviewOptions();

  @Option(
      names = "--cluster",
      description =
          "Reads the annotations, LimitRanges and ResourceQuotas of the workloads' namespaces from"
              + " the cluster too. Default: from the manifest alone.")
  private boolean fromCluster;

  @Mixin private final ClusterOptions clusters = new ClusterOptions();

  private final String version;
  private final InputStream in;
  private final PrintStream out;
  private final BooleanSupplier terminal;

  ExplainCommand(String version, InputStream in, PrintStream out, BooleanSupplier terminal) {
    this.version = version;
    this.in = in;
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public Integer call()
      throws CommandException,
          ClusterException,
          ConfigException,
          ForbiddenException,
          IOException,
          ProfileException {
    Manifest manifest = options.manifest(in);
    NamespaceObjects namespaces = namespaces(manifest);
    Reviewer reviewer = options.reviewer(version, namespaces);
    boolean any = false;
    for (ManifestDocument document : manifest.documents()) {
      for (Workload workload : Workload.in(document.tree(), options.namespace())) {
        explain(document, workload, reviewer, namespaces);
        any = true;
      }
    }
    if (!any) {
      print(manifest.name() + " has no workload: nothing would be changed.");
    }
    CommandException.checkWritten(out);
    return 0;
  }

  private NamespaceObjects namespaces(Manifest manifest)
      throws CommandException, ClusterException, ConfigException, ForbiddenException, IOException {
    if (!fromCluster && clusters.isGiven()) {
      throw new CommandException(
          ConfigException.EXIT_CODE, "--kubeconfig and --context need --cluster.");
    }
    if (!fromCluster) {
      return options.namespaces(manifest);
    }
    Set<String> names =
        manifest.documents().stream()
            .flatMap(each -> Workload.in(each.tree(), options.namespace()).stream())
            .map(Workload::namespace)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    try (Cluster cluster = clusters.open()) {
      return NamespaceObjects.in(cluster, names, manifest, options.namespace());
    }
  }

  private void explain(
      ManifestDocument document,
      Workload workload,
      Reviewer reviewer,
      NamespaceObjects namespaces) {
    AdmissionRequest request = options.request(workload);
    ReviewOutcome outcome = reviewer.review(request);
    print(
        "%s (namespace %s, document %d, line %d)"
            .formatted(workload.title(), workload.namespace(), document.number(), document.line()));
    print("  " + ReviewOptions.decision(outcome));
    if (!outcome.detail().isEmpty()) {
      print("  " + outcome.detail());
    }
    Stream.concat(workload.warnings().stream(), outcome.warnings().stream())
        .forEach(warning -> print("  warning: " + warning));
    decision(outcome.reason());
    reviewer
        .details(request)
        .ifPresent(details -> settings(details, outcome.result(request.pod())));
    quotas(workload.namespace(), request.pod(), outcome.result(request.pod()), namespaces);
    switch (outcome) {
      case Injected injected -> {
        print("  patch");
        injected.patch().operations().forEach(this::explain);
        print("  the pod template before and after it, without the token");
        diff(request.pod(), injected.patch().patched());
      }
      case AlreadyInjected _, SelfCheckFailed _, Skipped _, Denied _ -> {}
    }
  }

  /** The steps of the decision up to the one that decided. */
  private void decision(Reason found) {
    print("  decision");
    for (Reason step : Reason.values()) {
      boolean decides = step == found;
      if (decides) {
        mark(found.changes() ? GREEN : YELLOW, "●", step.wireName() + ": " + step.sentence());
        return;
      }
      if (!step.changes() && step != Reason.OUT_OF_TIME) {
        mark(GREEN, "√", "not " + step.wireName());
      }
    }
  }

  private void settings(InjectionDetails details, JsonNode pod) {
    List<List<String>> rows = new ArrayList<>();
    for (SettingOrigin each : details.settings()) {
      String value = each.value().isEmpty() ? "none" : each.value();
      rows.add(List.of(each.setting().wireName(), value, each.origin()));
    }
    print("  settings");
    TextTable.aligned(rows).forEach(row -> print("    " + row));
    if (details.injection().mode() == Mode.AGENT) {
      Duration grace = Duration.ofSeconds(Tree.grace(pod));
      print("  timeline within the grace period of %d s".formatted(grace.toSeconds()));
      DrainTimeline.of(details.injection().drain(), grace).forEach(bar -> print("    " + bar));
    }
  }

  private void quotas(
      String namespace, JsonNode before, JsonNode after, NamespaceObjects namespaces) {
    List<String> lines =
        ResourceQuotas.lines(
            before, after, namespaces.limitRanges(namespace), namespaces.quotas(namespace));
    if (!lines.isEmpty()) {
      print("  resource quotas of the namespace");
      lines.forEach(line -> print("    " + line));
    }
  }

  /** Text without control characters first: what is coloured is ours. */
  private void diff(JsonNode before, JsonNode after) {
    for (String line : ManifestDiff.of(before, withoutToken(after))) {
      String shown = OneLine.of(line);
      out.println(
          "    "
              + switch (line.charAt(0)) {
                case '+' -> color(GREEN, shown);
                case '-' -> color(RED, shown);
                default -> shown;
              });
    }
  }

  private static JsonNode withoutToken(JsonNode pod) {
    JsonNode copy = pod.deepCopy();
    for (JsonNode container : Tree.containers(copy)) {
      hide(container.at("/lifecycle/preStop/httpGet/httpHeaders"));
      hide(container.path("env"));
    }
    return copy;
  }

  private static void hide(JsonNode named) {
    for (JsonNode each : named) {
      String name = each.path("name").asText();
      if (each instanceof ObjectNode secret
          && (name.equals(Headers.TOKEN) || name.equals(Env.TOKEN))) {
        secret.put("value", "...");
      }
    }
  }

  private String color(String code, String text) {
    return terminal.getAsBoolean() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  private void explain(JsonNode operation) {
    print(
        "    %s %s: %s"
            .formatted(
                operation.path("op").asText(),
                operation.path("path").asText(),
                PatchReason.of(operation)));
  }

  private void print(String line) {
    out.println(OneLine.of(line));
  }

  private void mark(String code, String sign, String line) {
    out.println("    " + color(code, sign) + " " + OneLine.of(line));
  }
}
