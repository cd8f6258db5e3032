package io.ebbgate.sidecar.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.sidecar.log.JsonLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Any document is no verdict, or one that is written and read back the same. Runs its seeds as
 * ordinary tests; {@code JAZZER_FUZZ=1} searches for more.
 */
class VerdictFuzzTest {
  private static final JsonFactory FACTORY = new JsonFactory();

  @FuzzTest(maxDuration = "1m")
  void readsAnyDocument(byte[] document) throws IOException {
    Optional<Verdict> verdict;
    try (JsonParser json = FACTORY.createParser(document)) {
      json.nextToken();
      verdict = value(json) instanceof Map<?, ?> fields ? Verdict.read(fields) : Optional.empty();
    } catch (IOException _) {
      return;
    }
    if (verdict.isPresent()) {
      String text = JsonLine.object(json -> VerdictJson.fields(json, verdict.get()));
      try (JsonParser json = FACTORY.createParser(text)) {
        json.nextToken();

        assertThat(
                value(json) instanceof Map<?, ?> fields ? Verdict.read(fields) : Optional.empty())
            .isEqualTo(verdict);
      }
    }
  }

  private static @Nullable Object value(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    return switch (token) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> fields = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          json.nextToken();
          fields.put(name, value(json));
        }
        yield fields;
      }
      case START_ARRAY -> {
        List<@Nullable Object> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(json));
        }
        yield elements;
      }
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getNumberValue();
      case VALUE_TRUE, VALUE_FALSE -> json.getBooleanValue();
      case null, default -> null;
    };
  }
}
