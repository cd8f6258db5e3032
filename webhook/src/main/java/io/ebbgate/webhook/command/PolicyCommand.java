package io.ebbgate.webhook.command;

import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.webhook.manifest.MutatingPolicy;
import io.ebbgate.webhook.profile.ProfileException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ebbgate policy}: modes sleep and env without a webhook. */
@Command(
    name = "policy",
    description =
        "Prints a MutatingAdmissionPolicy with its binding, which does in the API server what the"
            + " modes sleep and env do, for one profile.",
    footer = {"", "ebbgate policy --profile kgateway --sleep 15s | kubectl apply -f -"})
final class PolicyCommand implements Callable<Integer> {
  /** The values of {@code --api-version}. */
  static final List<String> VERSIONS = List.of("v1", "v1beta1");

  private static final Duration DEFAULT_SLEEP = Duration.ofSeconds(15);

  /** The modes that a policy can have, by their names in {@code --mode}. */
  enum PolicyMode {
    sleep,
    env
  }

  @Option(
      names = "--profile",
      required = true,
      paramLabel = "NAME",
      description = "Which product's gateways; envoy for pods that opt in.")
  private String profile = "";

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "${COMPLETION-CANDIDATES}. Default: sleep.")
  private PolicyMode mode = PolicyMode.sleep;

  @Option(
      names = "--sleep",
      paramLabel = "TIME",
      description = "How long the kubelet waits in mode sleep. Default: 15s.")
  private Optional<String> sleep = Optional.empty();

  @Option(
      names = "--container",
      paramLabel = "NAME",
      description = "The gateway container. Default: the profile's, or the pod's only one.")
  private Optional<String> container = Optional.empty();

  @Option(
      names = "--api-version",
      paramLabel = "VERSION",
      completionCandidates = Candidates.Versions.class,
      description = "v1, of Kubernetes 1.36 and newer, or v1beta1. Default: v1.")
  private String version = "v1";

  @Mixin private final ProfileOptions profiles = new ProfileOptions();

  private final PrintStream out;

  PolicyCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws CommandException, ProfileException {
    List<Profile> known = profiles.known();
    Profile found =
        known.stream()
            .filter(each -> each.name().equals(profile))
            .findFirst()
            .orElseThrow(() ->
                usage(
                    "There is no profile \"%s\"; there are %s."
                        .formatted(
                            profile,
                            known.stream()
                                .map(Profile::name)
                                .sorted()
                                .collect(Collectors.joining(", ")))));
    if (mode == PolicyMode.env && found.sets(Mode.ENV).env().isEmpty()) {
      throw usage("Profile " + profile + " has no drain settings of its own for mode env.");
    }
    if (!VERSIONS.contains(version)) {
      throw usage(
          "--api-version is \"%s\"; allowed is %s."
              .formatted(version, String.join(" or ", VERSIONS)));
    }
    Duration time =
        sleep.isEmpty()
            ? DEFAULT_SLEEP
            : DurationText.parse(sleep.get())
                .filter(each -> each.toSeconds() > 0)
                .orElseThrow(() ->
                    usage(
                        "--sleep is \"%s\"; allowed is %s, from 1s."
                            .formatted(sleep.get(), DurationText.ALLOWED)));
    MutatingPolicy policy =
        new MutatingPolicy(
            "admissionregistration.k8s.io/" + version,
            found,
            container.orElse(found.container()),
            mode == PolicyMode.sleep ? Mode.SLEEP : Mode.ENV,
            time,
            exit(found));
    out.print(policy.yaml());
    CommandException.checkWritten(out);
    return 0;
  }

  private static Duration exit(Profile profile) {
    String text =
        profile.settings().getOrDefault(Setting.GATEWAY_EXIT, Setting.GATEWAY_EXIT.fallback());
    // A second between the end of the sleep and the kill, as the webhook leaves.
    return DurationText.clamped(text).orElse(Duration.ZERO).plusSeconds(1);
  }

  private static CommandException usage(String sentence) {
    return new CommandException(ConfigException.EXIT_CODE, sentence);
  }
}
