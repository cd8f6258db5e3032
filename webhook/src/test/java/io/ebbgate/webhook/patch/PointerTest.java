package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.testkit.Property;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6901, with the examples of its section 5. */
class PointerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          foo  ; /foo
          ``   ; /
          a/b  ; /a~1b
          c%d  ; /c%d
          e^f  ; /e^f
          g|h  ; /g|h
          i\\j ; /i\\j
          k"l  ; /k"l
          ` `  ; `/ `
          m~n  ; /m~0n
          ~1   ; /~01
          ~0   ; /~00
          -    ; /-
          """)
  void escapesTildeAndSlashAndNothingElse(String step, String pointer) {
    assertThat(Pointer.of(step)).isEqualTo(pointer);
  }

  @Test
  void isEmptyForTheWhole() {
    assertThat(Pointer.of()).isEmpty();
  }

  @Test
  void takesNumbersAsIndexes() {
    assertThat(Pointer.of("spec", "containers", 0, "env", "-"))
        .isEqualTo("/spec/containers/0/env/-");
  }

  @Test
  void escapesTheSlashOfAnAnnotation() {
    assertThat(Pointer.of("metadata", "annotations", Annotations.STATUS))
        .isEqualTo("/metadata/annotations/ebbgate.io~1status");
  }

  @Test
  void isReadBackAsItWasWritten() {
    Property.holds(
        2000,
        random -> {
          List<String> steps = new ArrayList<>();
          for (int i = random.nextInt(4); i >= 0; i--) {
            StringBuilder step = new StringBuilder();
            for (int length = random.nextInt(5); length > 0; length--) {
              step.append(Property.oneOf(random, List.of("~", "/", "0", "1", "a", "é", " ")));
            }
            steps.add(step.toString());
          }
          assertThat(read(Pointer.of(steps.toArray()))).isEqualTo(steps);
        });
  }

  private static List<String> read(String pointer) {
    List<String> steps = new ArrayList<>();
    for (JsonPointer rest = JsonPointer.compile(pointer); !rest.matches(); rest = rest.tail()) {
      steps.add(rest.getMatchingProperty());
    }
    return steps;
  }
}
