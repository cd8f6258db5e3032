package io.ebbgate.webhook.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.config.ConfigException;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what the webhook would do with each workload of a manifest, and why. */
@Command(
    name = "explain",
    description = "Says what would be done to each workload of a manifest, and why.")
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
    Reviewer reviewer = options.reviewer(version);
    Manifest manifest = Manifest.read(options.file(), in);
    boolean any = false;
    for (Piece piece : manifest.pieces()) {
      for (Workload workload : Workload.in(piece.tree(), options.namespace())) {
        explain(piece, workload, reviewer.review(workload.review()));
        any = true;
      }
    }
    if (!any) {
      say(manifest.name() + " has no workload: nothing would be changed.");
    }
    Output.finish(out);
    return 0;
  }

  private void explain(Piece piece, Workload workload, ReviewOutcome outcome) {
    say(
        "%s (namespace %s, document %d, line %d)"
            .formatted(workload.title(), workload.namespace(), piece.number(), piece.line()));
    say("  " + outcome.reason().wireName() + ": " + Sentence.of(outcome));
    if (!outcome.detail().isEmpty()) {
      say("  " + outcome.detail());
    }
    outcome.warnings().forEach(warning -> say("  warning: " + warning));
    switch (outcome) {
      case Injected injected -> injected.patch().operations().forEach(this::explain);
      case AlreadyInjected _, SelfCheckFailed _, Skipped _, Denied _ -> {}
    }
  }

  private void explain(JsonNode operation) {
    say(
        "  %s %s: %s"
            .formatted(
                operation.path("op").asText(),
                operation.path("path").asText(),
                PatchReason.of(operation)));
  }

  private void say(String line) {
    out.println(OneLine.of(line));
  }
}
