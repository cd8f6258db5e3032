package io.ebbgate.webhook.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.webhook.profile.ProfileException;
import io.ebbgate.webhook.review.AdmissionRequest;
import io.ebbgate.webhook.review.OneLine;
import io.ebbgate.webhook.review.ReviewOutcome;
import io.ebbgate.webhook.review.ReviewOutcome.Denied;
import io.ebbgate.webhook.review.ReviewOutcome.Injected;
import io.ebbgate.webhook.review.Reviewer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints a manifest as the webhook would let it through; what it leaves alone, byte for byte. */
@Command(
    name = "inject",
    description = {
      "Prints a manifest with hook and sidecar in its gateways.",
      "Documents without a change are printed as they are. The output carries tokens: keep it"
          + " as you keep a Secret."
    })
final class InjectCommand implements Callable<Integer> {
  @Mixin private final ReviewOptions options = new ReviewOptions();

  private final String version;
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private boolean carriesToken;
  private boolean makesToken;

  InjectCommand(String version, InputStream in, PrintStream out, PrintStream err) {
    this.version = version;
    this.in = in;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws CommandException, ConfigException, IOException, ProfileException {
    Reviewer reviewer = options.reviewer(version);
    Manifest manifest = Manifest.read(options.file(), in);
    StringBuilder changed = new StringBuilder();
    for (Piece piece : manifest.pieces()) {
      changed.append(injected(piece, reviewer));
    }
    // Not a word before every document has passed.
    out.write(changed.toString().getBytes(UTF_8));
    Output.finish(out);
    if (carriesToken) {
      err.println("The output carries a token: keep it as you keep a Secret.");
      if (makesToken && options.keyIsRandom()) {
        err.println(
            "The token is made with a random key, so it will be another one the next time;"
                + " --token-key-file makes it the same.");
      }
    }
    return 0;
  }

  private String injected(Piece piece, Reviewer reviewer) throws CommandException {
    boolean changes = false;
    for (Workload workload : Workload.in(piece.tree(), options.namespace())) {
      AdmissionRequest request = workload.review();
      ReviewOutcome outcome = reviewer.review(request);
      String reason = outcome.reason().wireName() + ": " + Sentence.of(outcome);
      if (outcome instanceof Denied(_, String detail)) {
        throw new CommandException(
            CommandException.DATA,
            "%s is refused: %s %s".formatted(workload.title(), reason, detail).strip());
      }
      say(workload.title() + " " + reason);
      outcome.warnings().forEach(warning -> say("Warning: " + warning));
      JsonNode pod = outcome.result(request.pod());
      if (outcome instanceof Injected injected) {
        workload.take(pod);
        changes = true;
        makesToken |= hasToken(injected.patch().operations());
      }
      carriesToken |= hasToken(pod);
    }
    return changes ? piece.with(piece.tree()) : piece.original();
  }

  private static boolean hasToken(JsonNode tree) {
    return tree.toString().contains(Headers.TOKEN);
  }

  private void say(String sentence) {
    err.println(OneLine.of(sentence));
  }
}
