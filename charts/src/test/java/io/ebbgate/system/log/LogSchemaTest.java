package io.ebbgate.system.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.Reason;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.contract.PhaseNames;
import io.ebbgate.core.drain.AdminAction;
import io.ebbgate.core.termination.DrainEvent;
import io.ebbgate.core.verdict.Trigger;
import io.ebbgate.core.verdict.VerdictFields;
import io.ebbgate.sidecar.log.LogKeys;
import io.ebbgate.tool.chart.Constants;
import io.ebbgate.tool.log.LogSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema has the keys and words of the code, and rejects everything else. */
class LogSchemaTest {
  private static final Set<String> EVERY_LINE =
      Set.of("time", "level", "message", "logger", "thread", "stack_trace");

  /** Keys within {@code connections}, {@code requests} and {@code closedByForce}. */
  private static final Set<String> INNER =
      Set.of(
          VerdictFields.START,
          VerdictFields.END,
          VerdictFields.HTTP,
          VerdictFields.TCP,
          VerdictFields.WORKING);

  private static final Path WEBHOOK =
      Path.of(System.getProperty("ebbgate.root"), "webhook/src/main/java");
  private static final String CALL = Pattern.quote("addKeyValue(");
  private static final Pattern KEY = Pattern.compile("addKeyValue\\(\\s*\"([A-Za-z]+)\"");

  private final LogSchema schema = LogSchema.read();

  LogSchemaTest() throws IOException {}

  @Test
  void isAValidSchema() {
    assertThat(schema.schemaProblems()).isEmpty();
  }

  @Test
  void hasTheWordsOfTheCode() {
    List<String> reasons = new ArrayList<>(words(Reason.values(), Reason::wireName));
    reasons.addAll(words(DrainEvent.Reason.values(), DrainEvent.Reason::wireName));

    assertThat(schema.words("/properties/reason")).isEqualTo(reasons);
    assertThat(schema.words("/properties/verdict"))
        .isEqualTo(words(Outcome.values(), Outcome::wireName));
    assertThat(schema.words("/$defs/phase")).isEqualTo(PhaseNames.ALL);
    assertThat(schema.words("/$defs/action"))
        .isEqualTo(words(AdminAction.values(), AdminAction::wireName));
    assertThat(schema.words("/properties/trigger"))
        .isEqualTo(words(Trigger.values(), Trigger::wireName));
    assertThat(schema.words("/properties/mode")).isEqualTo(words(Mode.values(), Mode::wireName));
    assertThat(schema.words("/properties/sidecar"))
        .isEqualTo(words(SidecarStyle.values(), SidecarStyle::wireName));
  }

  private static <T> List<String> words(T[] constants, Function<T, String> wireName) {
    return Stream.of(constants).map(wireName).toList();
  }

  @Test
  void hasTheKeysOfTheCodeAndNoOthers() throws Exception {
    Set<String> keys = new TreeSet<>(EVERY_LINE);
    keys.addAll(Constants.of(LogKeys.class, VerdictFields.class));
    keys.removeAll(INNER);
    keys.addAll(webhookKeys());

    assertThat(schema.keys()).containsExactlyElementsOf(keys);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{'time':'2026-11-21T08:00:00Z','level':'INFO'}",
        "{'time':'yesterday Z','level':'INFO','message':'m'}",
        "{'time':'2026-11-21T08:00:00+01:00','level':'INFO','message':'m'}",
        "{'time':'2026-11-21T08:00:00Z','level':'info','message':'m'}",
        "{'time':'2026-11-21T08:00:00Z','level':'INFO','message':'m','token':'t'}",
        "{'time':'2026-11-21T08:00:00Z','level':'INFO','message':'m','verdict':'drained'}",
        "{'time':'2026-11-21T08:00:00Z','level':'INFO','message':'m','namespace':'n',"
            + "'reason':'DrainLost'}",
        "{'time':'2026-11-21T08:00:00Z','level':'INFO','message':'m','graceSeconds':'8s'}",
        "{'time':'2026-11-21T08:00:00Z','level':'INFO','message':'m','level':'INFO'}",
      })
  void rejectsOtherLines(String line) {
    assertThat(schema.problems(line.replace('\'', '"'))).isNotEmpty();
  }

  /** The webhook writes keys as literals. */
  private static Set<String> webhookKeys() throws IOException {
    Set<String> keys = new TreeSet<>();
    try (Stream<Path> files = Files.walk(WEBHOOK)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        String source = Files.readString(file);
        List<String> found = KEY.matcher(source).results().map(match -> match.group(1)).toList();
        assertThat(found).as("keys of %s", file).hasSize(source.split(CALL, -1).length - 1);
        keys.addAll(found);
      }
    }
    return keys;
  }
}
