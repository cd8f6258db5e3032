package io.ebbgate.webhook.command;

import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.admission.TriedVersions;
import io.ebbgate.webhook.profile.ProfileException;
import io.ebbgate.webhook.profile.Profiles;
import io.ebbgate.webhook.status.TextTable;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ebbgate profiles}: lists the profiles, or checks files of one's own. */
@Command(
    name = "profiles",
    description = "Lists the profiles of gateway products, or checks files of one's own.")
final class ProfilesCommand implements Callable<Integer> {
  @Mixin private final ProfileOptions profiles = new ProfileOptions();

  @Option(
      names = "--check",
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "Checks these profiles and lists nothing: exits with 64 and file, line and field of the"
              + " first mistake.")
  private List<Path> files = List.of();

  private final PrintStream out;

  ProfilesCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws CommandException, ProfileException {
    if (files.isEmpty()) {
      list(profiles.known());
    }
    for (Path file : files) {
      out.println(file + " is a profile: " + Profiles.read(file).name());
    }
    CommandException.checkWritten(out);
    return 0;
  }

  private void list(List<Profile> profiles) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("PROFILE", "TREATMENT", "CONTAINER", "ADMIN", "TRIED"));
    for (Profile each : profiles) {
      rows.add(
          List.of(
              each.name(),
              each.treatment().wireName(),
              each.container().isEmpty() ? "-" : each.container(),
              each.treatment() == Profile.Treatment.EXCLUDE ? "-" : each.admin(),
              each.tried()
                  .map(TriedVersions::versions)
                  .map(versions -> String.join(", ", versions))
                  .orElse("-")));
    }
    TextTable.aligned(rows).forEach(out::println);
  }
}
