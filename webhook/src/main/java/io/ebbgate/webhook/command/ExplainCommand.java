package io.ebbgate.webhook.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.config.ConfigException;
import io.ebbgate.webhook.manifest.Manifest;
import io.ebbgate.webhook.manifest.ManifestDocument;
import io.ebbgate.webhook.manifest.Workload;
import io.ebbgate.webhook.patch.PatchReason;
import io.ebbgate.webhook.profile.ProfileException;
import io.ebbgate.webhook.review.OneLine;
import io.ebbgate.webhook.review.ReviewOutcome;
import io.ebbgate.webhook.review.ReviewOutcome.AlreadyInjected;
import io.ebbgate.webhook.review.ReviewOutcome.Denied;
import io.ebbgate.webhook.review.ReviewOutcome.Injected;
import io.ebbgate.webhook.review.ReviewOutcome.SelfCheckFailed;
import io.ebbgate.webhook.review.ReviewOutcome.Skipped;
import io.ebbgate.webhook.review.Reviewer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ebbgate explain}: prints the webhook's decision on each workload of a manifest. */
@Command(
    name = "explain",
    description = "Prints what the webhook would change in each workload of a manifest, and why.")
final class ExplainCommand implements Callable<Integer> {
  @Mixin private final ReviewOptions options = new ReviewOptions();

  private final String version;
  private final InputStream in;
  private final PrintStream out;

  ExplainCommand(String version, InputStream in, PrintStream out) {
    this.version = version;
    this.in = in;
    this.out = out;
  }

  @Override
  public Integer call() throws CommandException, ConfigException, IOException, ProfileException {
    Manifest manifest = options.manifest(in);
    Reviewer reviewer = options.reviewer(version, manifest);
    boolean any = false;
    for (ManifestDocument document : manifest.documents()) {
      for (Workload workload : Workload.in(document.tree(), options.namespace())) {
        explain(document, workload, reviewer.review(options.request(workload)));
        any = true;
      }
    }
    if (!any) {
      print(manifest.name() + " has no workload: nothing would be changed.");
    }
    CommandException.checkWritten(out);
    return 0;
  }

  private void explain(ManifestDocument document, Workload workload, ReviewOutcome outcome) {
    print(
        "%s (namespace %s, document %d, line %d)"
            .formatted(workload.title(), workload.namespace(), document.number(), document.line()));
    print("  " + ReviewOptions.decision(outcome));
    if (!outcome.detail().isEmpty()) {
      print("  " + outcome.detail());
    }
    Stream.concat(workload.warnings().stream(), outcome.warnings().stream())
        .forEach(warning -> print("  warning: " + warning));
    switch (outcome) {
      case Injected injected -> injected.patch().operations().forEach(this::explain);
      case AlreadyInjected _, SelfCheckFailed _, Skipped _, Denied _ -> {}
    }
  }

  private void explain(JsonNode operation) {
    print(
        "  %s %s: %s"
            .formatted(
                operation.path("op").asText(),
                operation.path("path").asText(),
                PatchReason.of(operation)));
  }

  private void print(String line) {
    out.println(OneLine.of(line));
  }
}
