package io.ebbgate.webhook.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.ProductValue.Element;
import io.ebbgate.core.admission.ProductValue.Inherited;
import io.ebbgate.core.admission.ProductValue.Single;
import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.admission.Profile.ManagerHook;
import io.ebbgate.core.contract.WireName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfilesTest {
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
        .hasMessage("the folder of profiles " + broken + " can't be read.");
    Files.writeString(broken, "{");
    assertThatThrownBy(() -> Profiles.withThoseOf(folder)).hasMessage(broken + " is no JSON.");
    Files.writeString(broken, "{}");
    assertThatThrownBy(() -> Profiles.withThoseOf(folder))
        .hasMessage(broken + ": a profile needs container, a text.");
    write(folder, "broken.json", "mine", "inject");
    write(folder, "other.json", "mine", "inject");
    assertThatThrownBy(() -> Profiles.withThoseOf(folder))
        .hasMessage(folder.resolve("other.json") + " is another profile mine.");
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
    assertThat(profile.managerHook()).contains(new ManagerHook("manager", "/healthz", 8090));
    assertThat(profile.releaseCall()).isEqualTo("127.0.0.1:15020/drain");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "[] | a profile is an object",
        "{'container':''} | a profile needs name, a text",
        "{'name':'x'} | a profile needs container, a text",
        "{'colour':'red'} | a profile has no colour",
        "{'container':'','name':'x','treatment':'maybe'} | treatment is maybe; allowed is inject,"
            + " report, own-manager or exclude",
        "{'container':'','evidence':[{'weight':1}]} | evidence names none of label, annotation,"
            + " container, argument, image: {\"weight\":1}",
        "{'container':'','evidence':[{'color':'red'}]} | evidence has no color",
        "{'container':'','evidence':{}} | evidence is no list",
        "{'container':'','ignoredPorts':[70000]} | ignoredPorts has 70000, which is no port",
        "{'container':'','settings':[]} | settings is no object",
        "{'container':'','settings':{'fast':'1s'}} | settings has fast, which is no setting",
        "{'container':'','name':'x','says':'','treatment':'report','admin':'pod:1','needed':-1}"
            + " | needed is -1; allowed is a number from 0",
        "{'container':'','name':'x','says':'','treatment':'report','admin':'pod:1',"
            + "'releaseCall':'10.0.0.1:1/x'} | releaseCall is 10.0.0.1:1/x; allowed is"
            + " 127.0.0.1:port/path such as 127.0.0.1:15020/drain",
        "{'container':'','sets':{'sleep':{}}} | sets has sleep; allowed is agent or env",
        "{'container':'','sets':{'env':{'labels':{}}}} | a mode of sets has no labels",
        "{'container':'','sets':{'env':{'env':{'A':{'element':'a,b'}}}}} | an element has a comma:"
            + " a,b",
        "{'container':'','sets':{'env':{'env':{'A':{'element':'a','inherited':{'env':'B',"
            + "'pointer':'c'}}}}}} | pointer is c; allowed is a JSON pointer such as /list",
        "{'container':'','name':'x','says':'','treatment':'report','admin':'pod:1','managerHook':{'container':'m','path':'/','port':0}}"
            + " | managerHook has 0, which is no port",
        "{'container':'','name':'x','says':'','treatment':'report','admin':'pod:1',"
            + "'settings':{'min-drain':'5'}} | min-drain is \"5\"; allowed is a duration such as"
            + " 30s, 1m30s or 500ms",
        "{'container':'','name':'x','says':'','treatment':'report','admin':'example.org:1'}"
            + " | admin is example.org:1; allowed is 127.0.0.1:9901 or another loopback address,"
            + " pod:9901, or unix:/path"
      })
  void namesTheFieldThatIsWrong(String file, String sentence) throws JsonProcessingException {
    var tree = new ObjectMapper().readTree(file.replace('\'', '"'));

    assertThatThrownBy(() -> ProfileFile.parse(tree)).hasMessage(sentence);
  }
}
