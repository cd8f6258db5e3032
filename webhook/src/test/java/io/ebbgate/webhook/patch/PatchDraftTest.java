package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchDraftTest {
  @Test
  void makesParentsBeforeTheirChild() {
    PatchDraft draft = new PatchDraft(Pods.of("{}"));

    draft.object("metadata", "labels");
    draft.put(TextNode.valueOf("y"), "metadata", "labels", "a/b~c");

    assertThat(draft.operations())
        .isEqualTo(
            Pods.operations(
                """
                - {op: add, path: /metadata, value: {}}
                - {op: add, path: /metadata/labels, value: {}}
                - {op: add, path: /metadata/labels/a~1b~0c, value: y}
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}             | [{op: add, path: /labels, value: {}}]
          {labels: null} | [{op: replace, path: /labels, value: {}}]
          {labels: []}   | [{op: replace, path: /labels, value: {}}]
          {labels: text} | [{op: replace, path: /labels, value: {}}]
          {labels: {}}   | []
          {labels: {a: b}} | []
          """)
  void makesAnObjectWhereThereIsNone(String before, String operations) {
    PatchDraft draft = new PatchDraft(Pods.of(before));

    assertThat(draft.object("labels").isObject()).isTrue();
    assertThat(draft.operations()).isEqualTo(Pods.operations(operations));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}        | [{op: add, path: /a, value: x}]
          {a: y}    | [{op: replace, path: /a, value: x}]
          {a: null} | [{op: replace, path: /a, value: x}]
          {a: x}    | []
          """)
  void putsAValueOnlyWhereItIsNotYet(String before, String operations) {
    PatchDraft draft = new PatchDraft(Pods.of(before));

    draft.put(TextNode.valueOf("x"), "a");

    assertThat(draft.operations()).isEqualTo(Pods.operations(operations));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                         | [{op: add, path: /list, value: [{name: x, v: 1}]}]
          {list: null}               | [{op: replace, path: /list, value: [{name: x, v: 1}]}]
          {list: []}                 | [{op: add, path: /list/-, value: {name: x, v: 1}}]
          {list: [{name: y}]}        | [{op: add, path: /list/-, value: {name: x, v: 1}}]
          {list: [null, {name: 1}]}  | [{op: add, path: /list/-, value: {name: x, v: 1}}]
          {list: [{name: y}, {name: x, v: 2}]} | [{op: replace, path: /list/1, value: {name: x, v: 1}}]
          {list: [{name: y}, {name: x, v: 1}]} | []
          """)
  void putsAnEntryInThePlaceOfItsNamesake(String before, String operations) {
    PatchDraft draft = new PatchDraft(Pods.of(before));

    draft.entry(Pods.of("{name: x, v: 1}"), "list");

    assertThat(draft.operations()).isEqualTo(Pods.operations(operations));
  }

  @Test
  void keepsTheOrderOfWhatWasAsked() {
    PatchDraft draft = new PatchDraft(Pods.of("{}"));

    draft.put(TextNode.valueOf("1"), "b");
    draft.entry(Pods.of("{name: x}"), "list");
    draft.entry(Pods.of("{name: y}"), "list");
    draft.put(TextNode.valueOf("2"), "a");

    assertThat(draft.operations().findValuesAsText("path"))
        .containsExactly("/b", "/list", "/list/-", "/a");
  }

  @Test
  void leavesTheOriginalAloneAndShowsThePatchedPod() {
    ObjectNode original = Pods.of("{a: {}, list: [{name: x}]}");
    PatchDraft draft = new PatchDraft(original);

    draft.put(TextNode.valueOf("1"), "a", "b");
    draft.entry(Pods.of("{name: x, v: 1}"), "list");

    assertThat(original).isEqualTo(Pods.of("{a: {}, list: [{name: x}]}"));
    assertThat(draft.pod()).isEqualTo(Pods.of("{a: {b: '1'}, list: [{name: x, v: 1}]}"));
    assertThat(SelfCheck.apply(original, draft.operations())).contains(draft.pod());
  }

  @Test
  void doesNotTakeUpLaterChangesOfAValue() {
    PatchDraft draft = new PatchDraft(Pods.of("{list: []}"));
    ObjectNode value = Pods.of("{name: x}");
    draft.entry(value, "list");

    value.put("name", "changed");
    draft.object("list", 0).put("touched", true);

    assertThat(draft.operations())
        .isEqualTo(Pods.operations("[{op: add, path: /list/-, value: {name: x}}]"));
  }
}
