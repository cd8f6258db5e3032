package io.ebbgate.webhook.command;

import io.ebbgate.core.admission.Profile;
import io.ebbgate.webhook.profile.ProfileException;
import io.ebbgate.webhook.profile.Profiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which profiles a command knows. */
final class ProfileOptions {
  @Option(
      names = "--profiles",
      paramLabel = "FOLDER",
      description =
          "Folder of profiles in addition to the built-in ones, one .json file each; they come"
              + " first.")
  private Optional<Path> folder = Optional.empty();

  List<Profile> known() throws ProfileException {
    return Profiles.known(folder);
  }
}
