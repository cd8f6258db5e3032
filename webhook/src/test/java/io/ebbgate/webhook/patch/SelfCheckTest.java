package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.SidecarStyle;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A good patch and one more operation that breaks it, a row for each way. */
class SelfCheckTest {
  private static final String POD =
      """
      metadata: {labels: {app: edge}, annotations: {team: a}}
      spec:
        terminationGracePeriodSeconds: 90
        initContainers: [{name: first, image: a}, {name: second, image: a}]
        containers:
          - name: envoy
            image: envoyproxy/envoy
            future: {kept: true}
            env: [{name: A, value: b}]
            readinessProbe: {httpGet: {port: 8080}}
          - {name: logger, image: logger, lifecycle: {preStop: {exec: {command: [sync]}}}}
        volumes: [{name: data, emptyDir: {}}]
      """;

  private static Optional<String> problem(String pod, String more, Injection injection) {
    ObjectNode original = Pods.of(pod);
    Patch good = Injections.patch(original, injection);
    ArrayNode operations = good.operations().deepCopy().addAll(Pods.operations(more));
    Patch broken =
        new Patch(operations, SelfCheck.apply(original, operations).orElse(good.patched()));
    return Injections.problem(original, broken, injection);
  }

  private static String problem(String more) {
    return problem(POD, more, Injections.agent()).orElse("none");
  }

  @Test
  void findsNothingWrongWithAGoodPatch() {
    for (Mode mode : new Mode[] {Mode.AGENT, Mode.SLEEP, Mode.ENV}) {
      for (SidecarStyle style : SidecarStyle.values()) {
        Injections injections = Injections.mode(mode).style(style).profile("istio");
        String onHost = POD.replace("spec:\n", "spec:\n  hostNetwork: true\n");

        assertThat(problem(POD, "[]", injections.make())).isEmpty();
        assertThat(problem(onHost, "[]", injections.onHostNetwork().make())).isEmpty();
        assertThat(problem(Pods.PLAIN, "[]", injections.make())).isEmpty();
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          drops an unknown field      | {op: replace, path: /spec/containers/0/future, value: {}}  | lost at /spec/containers/0/future/kept
          changes an env value        | {op: replace, path: /spec/containers/0/env/0/value, value: c} | lost at /spec/containers/0/env/0/value
          adds an env value           | {op: add, path: /spec/containers/0/env/-, value: {name: X}} | ours to add would be at /spec/containers/0/env/1
          changes a probe             | {op: replace, path: /spec/containers/0/readinessProbe/httpGet/port, value: 1} | lost at /spec/containers/0/readinessProbe
          changes the gateway's image | {op: replace, path: /spec/containers/0/image, value: x}    | lost at /spec/containers/0/image
          adds a hook of another kind | {op: add, path: /spec/containers/0/lifecycle/postStart, value: {exec: {}}} | at /spec/containers/0/lifecycle/postStart
          changes another container   | {op: replace, path: /spec/containers/1/image, value: x}    | lost at /spec/containers/1/image
          adds to another container   | {op: add, path: /spec/containers/1/tty, value: true}       | ours to add would be at /spec/containers/1/tty
          replaces another's hook     | {op: replace, path: /spec/containers/1/lifecycle/preStop, value: {sleep: {seconds: 1}}} | lost at /spec/containers/1/lifecycle/preStop/exec
          changes an init container   | {op: replace, path: /spec/initContainers/0/image, value: x} | lost at /spec/initContainers/0/image
          adds another container      | {op: add, path: /spec/containers/-, value: {name: x}}      | ours to add would be at /spec/containers/2
          puts a container in between | {op: add, path: /spec/initContainers/1, value: {name: x}}  | lost at /spec/initContainers/1/name
          changes an annotation       | {op: replace, path: /metadata/annotations/team, value: b}  | lost at /metadata/annotations/team
          adds an annotation          | {op: add, path: /metadata/annotations/ebbgate.io~1mode, value: off} | ours to add would be at /metadata/annotations/ebbgate.io~1mode
          drops the annotations       | {op: replace, path: /metadata/annotations, value: {}}      | lost at /metadata/annotations/team
          changes a label             | {op: replace, path: /metadata/labels/app, value: x}        | lost at /metadata/labels/app
          adds a label                | {op: add, path: /metadata/labels/ebbgate.io~1inject, value: x} | ours to add would be at /metadata/labels/ebbgate.io~1inject
          names the pod               | {op: add, path: /metadata/name, value: x}                  | ours to add would be at /metadata/name
          adds to the spec            | {op: add, path: /spec/hostPID, value: true}                | ours to add would be at /spec/hostPID
          adds something empty        | {op: add, path: /spec/affinity, value: {}}                 | ours to add would be at /spec/affinity
          lowers the grace            | {op: replace, path: /spec/terminationGracePeriodSeconds, value: 60} | lost at /spec/terminationGracePeriodSeconds
          writes the grace as a text  | {op: replace, path: /spec/terminationGracePeriodSeconds, value: '99'} | lost at /spec/terminationGracePeriodSeconds
          changes a volume            | {op: replace, path: /spec/volumes/0, value: {name: data}}  | lost at /spec/volumes/0/emptyDir
          adds another volume         | {op: add, path: /spec/volumes/-, value: {name: x}}         | ours to add would be at /spec/volumes/2
          """)
  void seesThatMoreIsDoneThanMay(String what, String operation, String sentence) {
    assertThat(problem("[" + operation + "]")).as(what).contains(sentence);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a container's name again    | {op: add, path: /spec/containers/-, value: {name: logger}} | two containers are called logger
          an init container's name    | {op: add, path: /spec/containers/-, value: {name: first}}  | two containers are called first
          a volume's name again       | {op: add, path: /spec/volumes/-, value: {name: data}}      | two volumes are called data
          a port's name again         | {op: add, path: /spec/initContainers/2/ports/-, value: {name: ebbgate-hook}} | container ebbgate-drain-sidecar has two ports called ebbgate-hook
          a folder mounted twice      | {op: add, path: /spec/initContainers/2/volumeMounts/-, value: {name: data, mountPath: /var/run/ebbgate/}} | mounts two volumes at /var/run/ebbgate
          a mount of no volume        | {op: add, path: /spec/initContainers/2/volumeMounts/-, value: {name: x, mountPath: /x}} | the sidecar mounts a volume that the pod lacks
          a hook with two handlers    | {op: add, path: /spec/containers/0/lifecycle/preStop/exec, value: {}} | the preStop hook of envoy has two handlers
          a hook with no handler      | {op: replace, path: /spec/containers/0/lifecycle/preStop, value: {}}  | the preStop hook of envoy has no handler
          a sleep beyond the grace    | {op: replace, path: /spec/containers/0/lifecycle/preStop, value: {sleep: {seconds: 91}}} | sleeps longer than the pod's grace
          """)
  void seesWhatTheApiServerWouldRefuse(String what, String operation, String sentence) {
    assertThat(problem("[" + operation + "]")).as(what).contains(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {op: replace, path: /nowhere, value: 1}
          {op: add, path: /spec/nowhere/x, value: 1}
          {op: add, path: /spec/containers/9, value: {}}
          {op: test, path: /spec/containers/0/name, value: envoy}
          {op: remove, path: /spec/containers/1}
          {op: add, path: nowhere, value: 1}
          {op: add, path: /spec/x}
          """)
  void seesThatAnOperationDoesNotApply(String operation) {
    assertThat(problem("[" + operation + "]"))
        .isEqualTo("the patch does not lead to the pod it was made for");
  }

  @Test
  void seesThatAPatchLeadsElsewhere() {
    ObjectNode pod = Pods.of(POD);
    Patch good = Injections.patch(pod, Injections.agent());
    Patch elsewhere = new Patch(good.operations(), Pods.plain());

    assertThat(Injections.problem(pod, elsewhere, Injections.agent()))
        .contains("the patch does not lead to the pod it was made for");
  }

  @Test
  void seesThatContainersChangePlaces() {
    String swapped =
        """
        - {op: replace, path: /spec/initContainers/0, value: {name: second, image: a}}
        - {op: replace, path: /spec/initContainers/1, value: {name: first, image: a}}
        """;

    assertThat(problem(swapped)).contains("lost at /spec/initContainers/0/name");
  }

  @Test
  void seesThatAPatchWasAppliedTwice() {
    ObjectNode pod = Pods.of(POD);
    Patch once = Injections.patch(pod, Injections.agent());
    String again = once.operations().toString();

    assertThat(problem(again)).contains("two containers are called ebbgate-drain-sidecar");
  }

  @Test
  void seesAGraceBelowTheDefaultWhereNoneIsSet() {
    String lower = "[{op: add, path: /spec/terminationGracePeriodSeconds, value: 29}]";

    assertThat(problem(Pods.PLAIN, lower, Injections.agent()))
        .hasValueSatisfying(
            sentence -> assertThat(sentence).endsWith("/spec/terminationGracePeriodSeconds"));
  }

  @Test
  void seesAPatchOfMoreThan64KiB() {
    String large = "[{op: add, path: /spec/x, value: " + "x".repeat(64 * 1024) + "}]";

    assertThat(problem(large)).isEqualTo("the patch is larger than 64 KiB");
  }
}
