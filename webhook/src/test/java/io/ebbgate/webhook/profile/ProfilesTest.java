package io.ebbgate.webhook.profile;

import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.ProductValue.Element;
import io.ebbgate.core.admission.ProductValue.Inherited;
import io.ebbgate.core.admission.ProductValue.Single;
import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.admission.Profile.ManagerHook;
import io.ebbgate.core.admission.TriedVersions;
import io.ebbgate.core.contract.WireName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfilesTest {
  private static final String COMPLETE =
      """
      {"name": "x", "treatment": "report", "says": "", "container": "", "admin": "pod:1"}
      """;

  @Test
  void readsEveryProfileOfThisVersion() {
    assertThat(Profiles.builtIn())
        .extracting(Profile::name)
        .contains("envoy", "istio", "envoy-gateway", "contour")
        .doesNotHaveDuplicates();
  }

  @Test
  void putsThoseOfAFolderInFrontAndInThePlaceOfNamesakes(@TempDir Path folder) throws Exception {
    write(folder, "b.json", "istio", "report");
    write(folder, "a.json", "mine", "inject");
    Files.writeString(folder.resolve("README.md"), "Not a profile.");

    assertThat(Profiles.withThoseOf(folder))
        .extracting(each -> each.name() + " " + WireName.of(each.treatment()))
        .startsWith("mine inject", "istio report", "istio-waypoint report")
        .hasSize(Profiles.builtIn().size() + 1);
  }

  @Test
  void namesTheFileThatCannotBeUsed(@TempDir Path folder) throws Exception {
    Path broken = folder.resolve("broken.json");
    assertThatThrownBy(() -> Profiles.withThoseOf(broken))
        .hasMessage("The folder of profiles " + broken + " does not exist.");
    Files.writeString(broken, "{\n");
    assertThatThrownBy(() -> Profiles.withThoseOf(broken))
        .hasMessage("The folder of profiles " + broken + " is a file.");
    assertThatThrownBy(() -> Profiles.withThoseOf(folder))
        .hasMessageStartingWith(broken + ", line 2: no JSON: Unexpected end-of-input");
    write(folder, "broken.json", "mine", "inject");
    write(folder, "other.json", "mine", "inject");
    assertThatThrownBy(() -> Profiles.withThoseOf(folder))
        .hasMessage(folder.resolve("other.json") + " is another profile mine.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "2 | 'name': 'x' | 'name': 3 | name is 3; allowed is a text",
        "3 | 'inject' | 'maybe' | treatment is \"maybe\"; allowed is inject, report, own-manager or"
            + " exclude",
        "7 | 'weight': 2 | 'weight': 0 | evidence[1].weight is 0; allowed is a number from 1",
        "7 | , 'weight': 2 | | evidence[1].weight is missing; allowed is a number from 1",
        "7 | 'label' | 'colour' | evidence[1].colour is no field here; allowed are annotation,"
            + " argument, container, image, label, on, weight",
        "9 | '5s' | '5' | settings.min-drain is \"5\"; allowed is a duration such as 30s, 1m30s or"
            + " 500ms",
        "9 | 'settings' | 'name' | no JSON: Duplicate field 'name'",
        "10 | } | }} | no JSON: Unexpected close marker '}': no open Object to close"
      })
  void namesFileLineAndField(
      int line, String found, @Nullable String instead, String sentence, @TempDir Path folder)
      throws IOException {
    String text =
        """
        {
          'name': 'x',
          'treatment': 'inject',
          'says': '', 'container': 'c', 'admin': 'pod:1',
          'evidence': [
            {'container': 'c', 'weight': 1},
            {'label': 'a=b', 'weight': 2}
          ],
          'settings': {'min-drain': '5s'}
        }
        """;
    int place = text.lastIndexOf(found);
    String changed =
        text.substring(0, place)
            + requireNonNullElse(instead, "")
            + text.substring(place + found.length());
    Path file = Files.writeString(folder.resolve("x.json"), changed.replace('\'', '"'));

    assertThatThrownBy(() -> Profiles.withThoseOf(folder))
        .hasMessage("%s, line %d: %s.", file, line, sentence);
  }

  private static void write(Path folder, String file, String name, String treatment)
      throws IOException {
    Files.writeString(
        folder.resolve(file),
        """
        {"name": "%s", "treatment": "%s", "says": "", "container": "c", "admin": "pod:1"}
        """
            .formatted(name, treatment));
  }

  @Test
  void readsWhatEachModeSetsOfTheProductsOwn() throws JsonProcessingException {
    String file =
        """
        {"name": "x", "treatment": "inject", "says": "", "container": "", "admin": "pod:1",
         "releaseCall": "127.0.0.1:15020/drain",
         "tried": {"image": "/x", "versions": ["1.2"]},
         "managerHook": {"container": "manager", "path": "/healthz", "port": 8090},
         "sets": {
           "env": {"env": {"A": "1s", "B": {"value": "true", "replaces": ["false", ""]}}},
           "agent": {
             "annotations": {"c": {"element": "d", "inherited": {"env": "E", "pointer": "/f"}}},
             "options": {"--strategy": "immediate"}
           }
         }}
        """;

    Profile profile = ProfileFile.parse(new ObjectMapper().readTree(file));

    assertThat(profile.sets(Mode.ENV).env())
        .containsEntry("A", new Single("1s", Set.of()))
        .containsEntry("B", new Single("true", Set.of("false", "")));
    assertThat(profile.sets(Mode.AGENT).annotations())
        .containsEntry("c", new Element("d", Optional.of(new Inherited("E", "/f"))));
    assertThat(profile.sets(Mode.AGENT).options()).containsEntry("--strategy", "immediate");
    assertThat(profile.sets(Mode.SLEEP).isEmpty()).isTrue();
    assertThat(profile.tried()).contains(new TriedVersions("/x", List.of("1.2")));
    assertThat(profile.managerHook()).contains(new ManagerHook("manager", "/healthz", 8090));
    assertThat(profile.releaseCall()).isEqualTo("127.0.0.1:15020/drain");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{'name':7} | name is 7; allowed is a text",
        "{'colour':'red'} | colour is no field here; allowed are admin, container, evidence,"
            + " ignoredPorts, managerHook, name, needed, releaseCall, says, sets, settings,"
            + " treatment, tried",
        "{'evidence':[{'weight':1}]} | evidence[0] is {\"weight\":1}; allowed is one"
            + " of annotation, argument, container, image, label, and its weight",
        "{'evidence':[{'label':'a','image':'b','weight':1}]} | evidence[0] is"
            + " {\"label\":\"a\",\"image\":\"b\",\"weight\":1}; allowed is one"
            + " of annotation, argument, container, image, label, and its weight",
        "{'evidence':{}} | evidence is {}; allowed is a list",
        "{'ignoredPorts':[80,70000]} | ignoredPorts[1] is 70000; allowed is a port"
            + " from 1 to 65535",
        "{'settings':[]} | settings is []; allowed is an object",
        "{'needed':-1} | needed is -1; allowed is a number from 0",
        "{'tried':{'versions':[]}} | tried.image is missing; allowed is a text",
        "{'tried':{'image':'a','versions':[1.3]}} | tried.versions[0] is 1.3;"
            + " allowed is a text",
        "{'releaseCall':'10.0.0.1:1/x'} | releaseCall is \"10.0.0.1:1/x\"; allowed"
            + " is 127.0.0.1:port/path such as 127.0.0.1:15020/drain",
        "{'sets':{'sleep':{}}} | sets.sleep is no field here; allowed are agent," + " env",
        "{'sets':{'env':{'env':{'A':{'element':'a,b'}}}}} | sets.env.env.A.element"
            + " is \"a,b\"; allowed is a text without a comma",
        "{'sets':{'env':{'env':{'A':{'element':'a','inherited':{'env':'B',"
            + "'pointer':'c'}}}}}} | sets.env.env.A.inherited.pointer is \"c\"; allowed is a JSON"
            + " pointer such as /list",
        "{'managerHook':{'container':'m','path':'/','port':0}} | managerHook.port is"
            + " 0; allowed is a port from 1 to 65535",
        "{'admin':'example.org:1'} | admin is \"example.org:1\"; allowed is"
            + " 127.0.0.1:9901 or another loopback address, pod:9901, or unix:/path"
      })
  void namesTheFieldThatIsWrong(String fields, String sentence) throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode profile =
        mapper.readerForUpdating(mapper.readTree(COMPLETE)).readValue(fields.replace('\'', '"'));

    assertThatThrownBy(() -> ProfileFile.parse(profile)).hasMessage(sentence);
  }

  @Test
  void namesWhatIsMissing() throws JsonProcessingException {
    JsonNode profile = new ObjectMapper().readTree("{}");

    assertThatThrownBy(() -> ProfileFile.parse(profile))
        .hasMessage("container is missing; allowed is a text");
  }

  @Test
  void refusesWhatIsNoObject() throws JsonProcessingException {
    JsonNode list = new ObjectMapper().readTree("[]");

    assertThatThrownBy(() -> ProfileFile.parse(list))
        .hasMessage("the profile is []; allowed is an object");
  }
}
