package io.ebbgate.system.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Env;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Names that both programs share are constants of the contract. */
class LiteralsTest {
  private static final Pattern SHARED_NAME =
      Pattern.compile(
          '"' + "(?:" + Pattern.quote(Annotations.PREFIX) + "|" + Env.PREFIX + ")[^\"]*\"");
  private static final Path CONTRACT = Path.of("io", "ebbgate", "core", "contract");

  @Test
  void sharedNamesAreWrittenOnlyInTheContract() throws Exception {
    List<String> found = new ArrayList<>();
    for (Module module : Module.values()) {
      for (Path source : module.sources("main")) {
        if (!source.toString().contains(CONTRACT.toString())) {
          SHARED_NAME
              .matcher(Files.readString(source))
              .results()
              .forEach(hit -> found.add(source.getFileName() + " has " + hit.group()));
        }
      }
    }

    assertThat(found).isEmpty();
  }
}
