package io.ebbgate.webhook.command;

import io.ebbgate.core.admission.AdmissionPolicy;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.drain.SettingsText;
import io.ebbgate.webhook.profile.ProfileException;
import io.ebbgate.webhook.profile.Profiles;
import io.ebbgate.webhook.review.Reviewer;
import io.ebbgate.webhook.review.TokenKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What a webhook would be told by its chart. */
final class ReviewOptions {
  private static final int KEY_BYTES = 32;
  private static final String DEFAULT = "--default";

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE",
      description = "A manifest, YAML or JSON, one or several documents; - is standard input.")
  private String file = "-";

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      converter = ModeConverter.class,
      description = "For pods that don't say: " + Mode.ALLOWED + ". Default: agent.")
  private Mode mode = Mode.AGENT;

  @Option(
      names = "--classic",
      description = "An ordinary container, for clusters without native sidecars.")
  private boolean classic;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "For documents that don't say. Default: default.")
  private String namespace = "default";

  @Option(
      names = "--token-key-file",
      paramLabel = "FILE",
      description = "The key that tokens are made with. Default: a random one.")
  private Optional<Path> tokenKeyFile = Optional.empty();

  @Option(
      names = "--sidecar-image",
      paramLabel = "IMAGE",
      description = "Default: ebbgate/drain-sidecar of this version.")
  private Optional<String> image = Optional.empty();

  @Option(
      names = DEFAULT,
      paramLabel = "NAME=VALUE",
      description = "A setting for pods and profiles that don't say, as min-drain=10s; repeatable.")
  private Map<String, String> defaults = Map.of();

  @Option(
      names = "--profiles",
      paramLabel = "FOLDER",
      description = "Profiles beside the built-in ones, a .json file each.")
  private Optional<Path> profiles = Optional.empty();

  @Option(names = "--strict", description = "Refuse settings that can't be read.")
  private boolean strict;

  String file() {
    return file;
  }

  String namespace() {
    return namespace;
  }

  boolean keyIsRandom() {
    return tokenKeyFile.isEmpty();
  }

  /** Set up as a webhook is; the namespaces left alone are those it has by default. */
  Reviewer reviewer(String version) throws ConfigException, IOException, ProfileException {
    AdmissionPolicy policy =
        AdmissionPolicy.of(
            "",
            Set.copyOf(AdmissionPolicy.CLUSTER_NAMESPACES),
            strict,
            mode,
            classic ? SidecarStyle.CLASSIC : SidecarStyle.NATIVE,
            image.orElse("ebbgate/drain-sidecar:" + version),
            defaults());
    List<Profile> known =
        profiles.isPresent() ? Profiles.withThoseOf(profiles.get()) : Profiles.builtIn();
    return new Reviewer(policy, key(), known);
  }

  /** Checked as the webhook checks its own; throws with every mistake. */
  private Map<Setting, String> defaults() throws ConfigException {
    Map<String, String> source = new HashMap<>();
    Map<Setting, String> given = new EnumMap<>(Setting.class);
    List<String> unknown = new ArrayList<>();
    for (Map.Entry<String, String> each : defaults.entrySet()) {
      Setting.named(each.getKey())
          .ifPresentOrElse(
              setting -> {
                source.put(named(setting), each.getValue());
                given.put(setting, each.getValue());
              },
              () -> unknown.add(each.getKey()));
    }
    SettingReader reader = new SettingReader(source);
    var _ = SettingsText.read(reader, ReviewOptions::named);
    unknown.forEach(name -> reader.problem(DEFAULT, '"' + name + '"', names()));
    reader.finish();
    return given;
  }

  private static String named(Setting setting) {
    return DEFAULT + " " + setting.wireName();
  }

  private static String names() {
    return Arrays.stream(Setting.values()).map(Setting::wireName).collect(Collectors.joining(", "));
  }

  private TokenKey key() throws IOException {
    if (tokenKeyFile.isPresent()) {
      return TokenKey.read(tokenKeyFile.get());
    }
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    return TokenKey.of(random);
  }

  /** Modes by their words. */
  static final class ModeConverter implements ITypeConverter<Mode> {
    @Override
    public Mode convert(String word) {
      return Mode.named(word)
          .orElseThrow(() ->
              new TypeConversionException(
                  "--mode is \"" + word + "\"; allowed is " + Mode.ALLOWED + "."));
    }
  }
}
