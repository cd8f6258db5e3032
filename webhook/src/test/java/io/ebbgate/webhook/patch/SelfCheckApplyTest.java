package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6902, as far as we use it: {@code add} and {@code replace}. */
class SelfCheckApplyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {a: 1}         | {op: add, path: /b, value: 2}               | {a: 1, b: 2}
          {a: 1}         | {op: add, path: /a, value: 2}               | {a: 2}
          {a: {b: 1}}    | {op: add, path: /a/c, value: {}}            | {a: {b: 1, c: {}}}
          {a: [1, 3]}    | {op: add, path: /a/0, value: 0}             | {a: [0, 1, 3]}
          {a: [1, 3]}    | {op: add, path: /a/1, value: 2}             | {a: [1, 2, 3]}
          {a: [1, 3]}    | {op: add, path: /a/2, value: 4}             | {a: [1, 3, 4]}
          {a: [1, 3]}    | {op: add, path: /a/-, value: 4}             | {a: [1, 3, 4]}
          {a: []}        | {op: add, path: /a/-, value: [1]}           | {a: [[1]]}
          {a: 1}         | {op: add, path: /b, value: null}            | {a: 1, b: null}
          {a/b: 1, ~: 2} | {op: replace, path: /a~1b, value: 3}        | {a/b: 3, ~: 2}
          {a/b: 1, ~: 2} | {op: replace, path: /~0, value: 3}          | {a/b: 1, ~: 3}
          {'': 1}        | {op: replace, path: /, value: 2}            | {'': 2}
          {'0': 1}       | {op: replace, path: /0, value: 2}           | {'0': 2}
          {'-': 1}       | {op: replace, path: /-, value: 2}           | {'-': 2}
          {a: null}      | {op: replace, path: /a, value: {}}          | {a: {}}
          {a: [1, 2]}    | {op: replace, path: /a/1, value: 3}         | {a: [1, 3]}
          {a: [{b: 1}]}  | {op: replace, path: /a/0/b, value: 2}       | {a: [{b: 2}]}
          """)
  void changesThatPlaceAlone(String before, String operation, String after) {
    assertThat(SelfCheck.apply(Pods.node(before), Pods.operations("[" + operation + "]")))
        .contains(Pods.node(after));
  }

  /**
   * The last row is zjsonpatch's: it reads {@code ~01} as {@code /}, and no path of ours has it.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {a: 1}      | {op: replace, path: /b, value: 2}
          {a: 1}      | {op: add, path: /b/c, value: 2}
          {a: 1}      | {op: add, path: /a/b, value: 2}
          {a: null}   | {op: add, path: /a/b, value: 2}
          {a: [1]}    | {op: add, path: /a/2, value: 2}
          {a: [1]}    | {op: add, path: /a/-1, value: 2}
          {a: [1]}    | {op: add, path: /a/01, value: 2}
          {a: [1]}    | {op: add, path: /a/b, value: 2}
          {a: [1]}    | {op: replace, path: /a/1, value: 2}
          {a: [1]}    | {op: replace, path: /a/-, value: 2}
          {a: [1]}    | {op: replace, path: /a/-/b, value: 2}
          {a: 1}      | {op: replace, path: '', value: {}}
          {a: 1}      | {op: add, path: a, value: 2}
          {a: 1}      | {op: add, path: /b}
          {a: 1}      | {op: add, value: 2}
          {a: 1}      | {path: /a, value: 2}
          {a: 1}      | {op: remove, path: /a}
          {a: 1}      | {op: test, path: /a, value: 1}
          {a: 1}      | {op: ADD, path: /a, value: 1}
          {a: 1, b: 2}| {op: move, from: /a, path: /b, value: 1}
          {a: 1}      | text
          {~1: 1}     | {op: replace, path: /~01, value: 2}
          """)
  void doesNotApplyWhereTheApiServerWouldFail(String before, String operation) {
    assertThat(SelfCheck.apply(Pods.node(before), Pods.operations("[" + operation + "]")))
        .isEmpty();
  }

  @Test
  void appliesOneOperationAfterTheOther() {
    String made =
        """
        - {op: add, path: /a, value: {}}
        - {op: add, path: /a/b, value: []}
        - {op: add, path: /a/b/-, value: 1}
        - {op: add, path: /a/b/0, value: 0}
        - {op: replace, path: /a/b/1, value: 2}
        """;

    assertThat(SelfCheck.apply(Pods.of("{}"), Pods.operations(made)))
        .contains(Pods.node("{a: {b: [0, 2]}}"));
  }

  @Test
  void appliesAllOrNothing() {
    String second = "[{op: add, path: /a, value: 1}, {op: replace, path: /b, value: 1}]";

    assertThat(SelfCheck.apply(Pods.of("{}"), Pods.operations(second))).isEmpty();
  }

  @Test
  void keepsTheOriginalAndThePatchAsTheyWere() {
    JsonNode original = Pods.node("{a: [1]}");
    var operations =
        Pods.operations("[{op: add, path: /b, value: {c: []}}, {op: add, path: /b/c/-, value: 1}]");
    JsonNode copy = operations.deepCopy();

    assertThat(SelfCheck.apply(original, operations)).contains(Pods.node("{a: [1], b: {c: [1]}}"));
    assertThat(original).isEqualTo(Pods.node("{a: [1]}"));
    assertThat(operations).isEqualTo(copy);
  }
}
