package io.ebbgate.webhook.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.InjectLabel;
import io.ebbgate.core.admission.Reason;
import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.webhook.manifest.Manifest;
import io.ebbgate.webhook.manifest.ManifestDocument;
import io.ebbgate.webhook.manifest.Workload;
import io.ebbgate.webhook.profile.ProfileException;
import io.ebbgate.webhook.review.AdmissionRequest;
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

/** {@code ebbgate inject}: prints a manifest with the changes that the webhook would make. */
@Command(
    name = "inject",
    description = {
      "Adds hook and sidecar to the gateways of a manifest and prints it.",
      "What does not change is printed byte for byte, comments too, but a document of JSON that"
          + " changes is written anew. The output contains tokens: protect it like a Secret."
    })
final class InjectCommand implements Callable<Integer> {
  @Mixin private final ReviewOptions options = new ReviewOptions();

  private final String version;
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private boolean outputHasToken;
  private boolean tokenIsNew;

  InjectCommand(String version, InputStream in, PrintStream out, PrintStream err) {
    this.version = version;
    this.in = in;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws CommandException, ConfigException, IOException, ProfileException {
    Manifest manifest = options.manifest(in);
    Reviewer reviewer = options.reviewer(version, options.namespaces(manifest));
    StringBuilder injected = new StringBuilder();
    for (ManifestDocument document : manifest.documents()) {
      injected.append(inject(document, reviewer));
    }
    // Nothing is printed before every document has passed.
    out.write(injected.toString().getBytes(UTF_8));
    CommandException.checkWritten(out);
    if (outputHasToken) {
      err.println("The output contains a token: protect it like a Secret.");
      if (tokenIsNew && options.keyIsRandom()) {
        err.println(
            "The token was made with a random key and will differ in the next run; use"
                + " --token-key-file to keep it.");
      }
    }
    return 0;
  }

  private String inject(ManifestDocument document, Reviewer reviewer) throws CommandException {
    boolean changes = false;
    for (Workload workload : Workload.in(document.tree(), options.namespace())) {
      AdmissionRequest request = options.request(workload);
      ReviewOutcome outcome = reviewer.review(request);
      String decision = ReviewOptions.decision(outcome);
      if (outcome instanceof Denied(_, String detail)) {
        throw new CommandException(
            CommandException.DATA,
            "%s is refused: %s %s".formatted(workload.title(), decision, detail).strip());
      }
      if (options.strict() && isLeftOut(workload, outcome)) {
        throw new CommandException(
            CommandException.DATA,
            "%s asks to be injected and is not: %s %s"
                .formatted(workload.title(), decision, outcome.detail())
                .strip());
      }
      report(workload.title() + " " + decision);
      Stream.concat(workload.warnings().stream(), outcome.warnings().stream())
          .forEach(warning -> report("Warning: " + warning));
      JsonNode pod = outcome.result(request.pod());
      if (outcome instanceof Injected patched) {
        workload.update(pod);
        changes = true;
        tokenIsNew |= hasToken(patched.patch().operations());
      }
      outputHasToken |= hasToken(pod);
    }
    return changes ? document.with(document.tree()) : document.original();
  }

  /** Whether it names us and stays as it is, and not by a mode that it chose. */
  private static boolean isLeftOut(Workload workload, ReviewOutcome outcome) {
    JsonNode metadata = workload.template().path("metadata");
    boolean asks =
        InjectLabel.optsIn(metadata.path("labels").path(Labels.INJECT).asText())
            || metadata.path("annotations").has(Annotations.PROFILE);
    return switch (outcome) {
      case Injected _, AlreadyInjected _, Denied _ -> false;
      case SelfCheckFailed _ -> asks;
      case Skipped(Reason reason, _, _) ->
          asks && reason != Reason.MODE_OFF && reason != Reason.OPTED_OUT;
    };
  }

  private static boolean hasToken(JsonNode tree) {
    return tree.toString().contains(Headers.TOKEN);
  }

  private void report(String sentence) {
    err.println(OneLine.of(sentence));
  }
}
