package io.ebbgate.webhook.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.admission.Profile.DrainVariable;
import java.util.Set;
import org.junit.jupiter.api.Test;
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
  void readsAVariableWithAndWithoutWhatItReplaces() throws JsonProcessingException {
    String file =
        """
        {"name": "x", "treatment": "inject", "says": "", "container": "", "admin": "",
         "drainEnv": {"A": "1s", "B": {"value": "true", "replaces": ["false", ""]}}}
        """;

    assertThat(Profiles.parse(new ObjectMapper().readTree(file)).drainEnv())
        .containsEntry("A", new DrainVariable("1s", Set.of()))
        .containsEntry("B", new DrainVariable("true", Set.of("false", "")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{'treatment':'inject'} | a profile needs name, a text",
        "{'name':'x','treatment':'maybe'} | treatment is maybe; allowed is inject, report,"
            + " own-manager or exclude",
        "{'name':'x','treatment':'inject','evidence':[{'color':'red'}]} | evidence names none of"
            + " label, annotation, container, argument, image: {\"color\":\"red\"}",
        "{'name':'x','treatment':'inject','settings':{'fast':'1s'}} | settings has fast, which is"
            + " no setting"
      })
  void namesTheFieldThatIsWrong(String file, String sentence) throws JsonProcessingException {
    var tree = new ObjectMapper().readTree(file.replace('\'', '"'));

    assertThatThrownBy(() -> Profiles.parse(tree)).hasMessage(sentence);
  }
}
