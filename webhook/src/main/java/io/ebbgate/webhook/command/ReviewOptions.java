package io.ebbgate.webhook.command;

import io.ebbgate.core.admission.AdmissionPolicy;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.RequestedResources;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.SidecarResource;
import io.ebbgate.core.drain.SettingsText;
import io.ebbgate.webhook.manifest.Manifest;
import io.ebbgate.webhook.manifest.ManifestException;
import io.ebbgate.webhook.manifest.Workload;
import io.ebbgate.webhook.profile.ProfileException;
import io.ebbgate.webhook.review.AdmissionRequest;
import io.ebbgate.webhook.review.ReviewOutcome;
import io.ebbgate.webhook.review.Reviewer;
import io.ebbgate.webhook.review.TokenKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options that configure a review as the chart configures the webhook. */
final class ReviewOptions {
  private static final int KEY_BYTES = 32;
  private static final String DEFAULT = "--default";

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE",
      description = "Manifest in YAML or JSON, with one or more documents; - is standard input.")
  private String file = "-";

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      converter = ModeConverter.class,
      completionCandidates = Candidates.Modes.class,
      description = "Mode of pods that don't set one: " + Mode.ALLOWED + ". Default: agent.")
  private Mode mode = Mode.AGENT;

  @Option(
      names = "--classic",
      description =
          "Adds the sidecar as an ordinary container, for clusters without native sidecars.")
  private boolean classic;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "Namespace of documents that don't name one. Default: default.")
  private String namespace = "default";

  @Option(
      names = "--token-key-file",
      paramLabel = "FILE",
      description = "Key that tokens are made with. Default: a random key.")
  private Optional<Path> tokenKeyFile = Optional.empty();

  @Option(
      names = "--sidecar-image",
      paramLabel = "IMAGE",
      description = "Image of the sidecar. Default: ebbgate/drain-sidecar of this version.")
  private Optional<String> image = Optional.empty();

  @Option(
      names = DEFAULT,
      paramLabel = "NAME=VALUE",
      description =
          "Default of a setting, such as min-drain=10s, for pods and profiles that don't set it, or"
              + " of the sidecar's size, such as sidecar-cpu-limit=200m. May be repeated.")
  private Map<String, String> defaults = Map.of();

  @Mixin private final ProfileOptions profiles = new ProfileOptions();

  @Option(
      names = "--selective-close",
      description =
          "Reviews as with the chart's selectiveClose, in namespaces whose Pod Security is"
              + " privileged.")
  private boolean selectiveClose;

  @Option(
      names = "--strict",
      description =
          "Refuses pods with invalid settings; inject also manifests with a workload that asks to"
              + " be injected and is not.")
  private boolean strict;

  /** Reads the manifest. */
  Manifest manifest(InputStream standardInput) throws CommandException {
    try {
      return Manifest.read(file, standardInput);
    } catch (ManifestException e) {
      throw new CommandException(CommandException.DATA, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new CommandException(CommandException.NO_INPUT, String.valueOf(e.getMessage()));
    }
  }

  boolean strict() {
    return strict;
  }

  String namespace() {
    return namespace;
  }

  boolean keyIsRandom() {
    return tokenKeyFile.isEmpty();
  }

  /** The workload's request. */
  AdmissionRequest request(Workload workload) {
    return selectiveClose ? workload.request().inPrivilegedNamespace() : workload.request();
  }

  /** What the manifest says of namespaces. */
  NamespaceObjects namespaces(Manifest manifest) {
    return NamespaceObjects.in(manifest, namespace);
  }

  /** A reviewer with the webhook's default namespace exclusions. */
  Reviewer reviewer(String version, NamespaceObjects namespaces)
      throws ConfigException, IOException, ProfileException {
    SettingReader given = defaults();
    AdmissionPolicy policy =
        AdmissionPolicy.of(
                "",
                Set.copyOf(AdmissionPolicy.CLUSTER_NAMESPACES),
                strict,
                mode,
                classic ? SidecarStyle.CLASSIC : SidecarStyle.NATIVE,
                image.orElse("ebbgate/drain-sidecar:" + version),
                settings(given))
            .sized(resources(given))
            .selectiveClose(selectiveClose);
    return new Reviewer(policy, key(), profiles.known(), namespaces.known());
  }

  /** Checks the defaults as the webhook does; throws with every mistake. */
  private SettingReader defaults() throws ConfigException {
    Map<String, String> source = new HashMap<>();
    List<String> unknown = new ArrayList<>();
    defaults.forEach((name, value) -> {
      if (Setting.named(name).isPresent() || SidecarResource.named(name).isPresent()) {
        source.put(named(name), value);
      } else {
        unknown.add(name);
      }
    });
    SettingReader reader = new SettingReader(source);
    var _ = SettingsText.read(reader, setting -> named(setting.wireName()));
    var _ = resources(reader);
    unknown.forEach(name -> reader.problem(DEFAULT, '"' + name + '"', names()));
    reader.finish();
    return reader;
  }

  private static Map<Setting, String> settings(SettingReader given) {
    Map<Setting, String> settings = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      String value = given.text(named(setting.wireName()), "");
      if (!value.isEmpty()) {
        settings.put(setting, value);
      }
    }
    return settings;
  }

  private static Map<SidecarResource, String> resources(SettingReader given) {
    return RequestedResources.read(given, each -> named(each.wireName()));
  }

  /** A review's reason and its sentence, {@code injected: Sidecar and hook were added.} */
  static String decision(ReviewOutcome outcome) {
    String sentence = outcome.reason().sentence();
    return "%s: %s%s."
        .formatted(
            outcome.reason().wireName(),
            Character.toUpperCase(sentence.charAt(0)),
            sentence.substring(1));
  }

  private static String named(String word) {
    return DEFAULT + " " + word;
  }

  private static String names() {
    return Stream.concat(
            Stream.of(Setting.values()).map(Setting::wireName),
            Stream.of(SidecarResource.values()).map(SidecarResource::wireName))
        .collect(Collectors.joining(", "));
  }

  private TokenKey key() throws IOException {
    if (tokenKeyFile.isPresent()) {
      return TokenKey.read(tokenKeyFile.get());
    }
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    return TokenKey.of(random);
  }

  /** Parses a mode's wire name. */
  static final class ModeConverter implements ITypeConverter<Mode> {
    @Override
    public Mode convert(String text) {
      return Mode.named(text)
          .orElseThrow(() ->
              new TypeConversionException(
                  "--mode is \"" + text + "\"; allowed is " + Mode.ALLOWED + "."));
    }
  }
}
