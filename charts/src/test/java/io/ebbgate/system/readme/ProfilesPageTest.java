package io.ebbgate.system.readme;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.admission.Profile;
import io.ebbgate.webhook.profile.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/profiles.md} describes the format of a profile. */
class ProfilesPageTest {
  private static final Path ROOT = Path.of(System.getProperty("ebbgate.root"));
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String text = Files.readString(ROOT.resolve("docs/profiles.md"));

  ProfilesPageTest() throws IOException {}

  @Test
  void showsAProfileThatIsRead(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("house.json"), example());

    assertThat(Profiles.withThoseOf(folder)).first().extracting(Profile::name).isEqualTo("house");
  }

  @Test
  void showsAndExplainsEveryField() throws IOException {
    List<String> fields =
        JSON.readTree(ROOT.resolve("charts/ebbgate/values.schema.json").toFile())
            .at("/definitions/profile/properties")
            .propertyStream()
            .map(Map.Entry::getKey)
            .toList();
    JsonNode example = JSON.readTree(example());

    assertThat(example.propertyStream().map(Map.Entry::getKey))
        .containsExactlyInAnyOrderElementsOf(fields);
    assertThat(fields).allSatisfy(field -> assertThat(text).contains("| `" + field + "` | "));
  }

  private String example() {
    String begin = "```json\n";
    int from = text.indexOf(begin) + begin.length();
    return text.substring(from, text.indexOf("```", from));
  }
}
