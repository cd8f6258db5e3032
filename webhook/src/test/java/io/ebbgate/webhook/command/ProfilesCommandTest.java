package io.ebbgate.webhook.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfilesCommandTest {
  private static final String OWN =
      """
      {"name": "house", "treatment": "inject", "says": "", "container": "gateway",
       "admin": "pod:9901", "tried": {"image": "house", "versions": ["3.1"]}}
      """;

  @TempDir Path folder;

  @Test
  void listsTheBuiltInOnesAsATable() {
    CommandRun run = CommandRun.of("", "profiles");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("PROFILE ");
    assertThat(run.out().lines())
        .anyMatch(line -> line.matches("PROFILE +TREATMENT +CONTAINER +ADMIN +TRIED"))
        .anyMatch(line -> line.matches("istio +inject +istio-proxy +127.0.0.1:15000 +1\\.31"))
        .anyMatch(line -> line.matches("cilium-envoy +exclude +\\S+ +- +-"))
        .anyMatch(line -> line.matches("envoy +inject +- +127.0.0.1:9901 +-"));
  }

  @Test
  void listsOnesOwnBeforeThem() throws Exception {
    Files.writeString(folder.resolve("house.json"), OWN);

    CommandRun run = CommandRun.of("", "profiles", "--profiles", folder.toString());

    assertThat(run.out().lines().skip(1))
        .first()
        .asString()
        .matches("house +inject +gateway +pod:9901 +3\\.1");
  }

  @Test
  void checksFiles() throws Exception {
    Path good = Files.writeString(folder.resolve("good.json"), OWN);
    Path other = Files.writeString(folder.resolve("other"), OWN.replace("house", "other"));

    CommandRun run = CommandRun.of("", "profiles", "--check", good.toString(), other.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualTo(good + " is a profile: house\n" + other + " is a profile: other\n");
  }

  @Test
  void namesFileLineAndFieldOfAMistake() throws Exception {
    Path bad = Files.writeString(folder.resolve("bad.json"), OWN.replace("pod:9901", "10.0.0.1:1"));

    CommandRun run = CommandRun.of("", "profiles", "--check", bad.toString());

    assertThat(run)
        .isEqualTo(
            CommandRun.failed(
                64,
                bad
                    + ", line 2: admin is \"10.0.0.1:1\"; allowed is 127.0.0.1:9901 or another"
                    + " loopback address, pod:9901, or unix:/path."));
  }

  @Test
  void saysWhichFileCannotBeRead() {
    Path absent = folder.resolve("absent.json");

    assertThat(CommandRun.of("", "profiles", "--check", absent.toString()))
        .isEqualTo(CommandRun.failed(64, absent + " does not exist."));
  }
}
