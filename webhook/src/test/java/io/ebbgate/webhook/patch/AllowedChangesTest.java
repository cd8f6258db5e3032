package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.ReviewBudget;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods before and after, the parts that differ. */
class AllowedChangesTest {
  private static Optional<String> problem(String before, String after, Injection injection) {
    ObjectNode pod = Pods.of(before);
    return AllowedChanges.problem(
        pod, Pods.of(after), injection, InjectionStatus.in(pod), ReviewBudget.unlimited());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                      | {metadata: {labels: {ebbgate.io/injected: 'true'}}}
          {metadata: null}                        | {metadata: {labels: {ebbgate.io/injected: 'true'}}}
          {metadata: {labels: null}}              | {metadata: {labels: {ebbgate.io/injected: 'true'}}}
          {metadata: {labels: {ebbgate.io/injected: 'false'}}} | {metadata: {labels: {ebbgate.io/injected: 'true'}}}
          {metadata: {annotations: {ebbgate.io/status: old}}}  | {metadata: {annotations: {ebbgate.io/status: new}}}
          {spec: {}}                              | {spec: {volumes: [{name: ebbgate-state, emptyDir: {}}]}}
          {spec: {volumes: null}}                 | {spec: {volumes: [{name: ebbgate-state, emptyDir: {}}]}}
          {spec: {terminationGracePeriodSeconds: 5}} | {spec: {terminationGracePeriodSeconds: 6}}
          {spec: {}}                              | {spec: {terminationGracePeriodSeconds: 30}}
          {spec: {containers: [{name: envoy, lifecycle: null}]}} | {spec: {containers: [{name: envoy, lifecycle: {preStop: {sleep: {seconds: 1}}}}]}}
          {spec: {containers: [{name: envoy, lifecycle: {preStop: {exec: {}}}}]}} | {spec: {containers: [{name: envoy, lifecycle: {preStop: {sleep: {seconds: 1}}}}]}}
          """)
  void letsHappenWhatMayHappen(String before, String after) {
    assertThat(problem(before, after, Injections.agent())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {volumes: [{name: ebbgate-state}]} | {volumes: [{name: ebbgate-state, emptyDir: {}}]}
          {containers: [{name: ebbgate-drain-sidecar, image: old}]} | {containers: [{name: ebbgate-drain-sidecar, image: new}]}
          {initContainers: [{name: ebbgate-drain-sidecar, image: old}]} | {initContainers: [{name: ebbgate-drain-sidecar, image: new}]}
          """)
  void takesWhatIsCalledLikeOursForOursWithOurMarkOnly(String before, String after) {
    String marked = "{metadata: {annotations: {ebbgate.io/status: '{\"hash\":\"0\"}'}}, spec: %s}";
    String unmarked = "{metadata: {annotations: {ebbgate.io/status: 'done'}}, spec: %s}";

    assertThat(problem(marked.formatted(before), marked.formatted(after), Injections.agent()))
        .isEmpty();
    assertThat(problem(unmarked.formatted(before), unmarked.formatted(after), Injections.agent()))
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {a: 1}                                  | {}                                      | lost at /a
          {a: 1}                                  | {a: '1'}                                | lost at /a
          {a: [1, 2]}                             | {a: [1]}                                | lost at /a/1
          {a: [1]}                                | {a: [1, 2]}                             | add would be at /a/1
          {a: {b: 1}}                             | {a: [1]}                                | lost at /a
          {a: null}                               | {a: 1}                                  | lost at /a
          {a: null}                               | {}                                      | lost at /a
          {a/b~c: 1}                              | {}                                      | lost at /a~1b~0c
          {metadata: {annotations: {kubectl.kubernetes.io/default-container: a}}} | {metadata: {annotations: {kubectl.kubernetes.io/default-container: b}}} | lost at /metadata/annotations/kubectl.kubernetes.io~1default-container
          {metadata: {labels: {}}}                | {metadata: {labels: {ebbgate.io/injected: true}}} | add would be at /metadata/labels/ebbgate.io~1injected
          {spec: {terminationGracePeriodSeconds: '5'}} | {spec: {terminationGracePeriodSeconds: 64}} | lost at /spec/terminationGracePeriodSeconds
          {spec: {terminationGracePeriodSeconds: soon}} | {spec: {terminationGracePeriodSeconds: 64}} | lost at /spec/terminationGracePeriodSeconds
          {spec: {terminationGracePeriodSeconds: 5.5}} | {spec: {terminationGracePeriodSeconds: 64}} | lost at /spec/terminationGracePeriodSeconds
          {spec: {containers: [{name: envoy, lifecycle: {preStop: x}}]}} | {spec: {containers: [{name: envoy, lifecycle: {preStop: {sleep: {seconds: 1}}}}]}} | lost at /spec/containers/0/lifecycle/preStop
          {spec: {containers: [{name: envoy, lifecycle: {preStop: 5}}]}} | {spec: {containers: [{name: envoy, lifecycle: {preStop: {sleep: {seconds: 1}}}}]}} | lost at /spec/containers/0/lifecycle/preStop
          {spec: {containers: [{name: envoy, lifecycle: {preStop: [a]}}]}} | {spec: {containers: [{name: envoy, lifecycle: {preStop: {sleep: {seconds: 1}}}}]}} | lost at /spec/containers/0/lifecycle/preStop
          {spec: {terminationGracePeriodSeconds: 5}} | {spec: {}}                           | lost at /spec/terminationGracePeriodSeconds
          {spec: {terminationGracePeriodSeconds: -5}} | {spec: {}}                          | lost at /spec/terminationGracePeriodSeconds
          {spec: {volumes: [{name: data}]}}       | {spec: {volumes: [{name: ebbgate-state}]}} | lost at /spec/volumes/0/name
          {spec: {volumes: [{name: ebbgate-drain-sidecar, a: 1}]}} | {spec: {volumes: [{name: ebbgate-drain-sidecar}]}} | lost at /spec/volumes/0/a
          {spec: {containers: [{name: ebbgate-state, a: 1}]}} | {spec: {containers: [{name: ebbgate-state}]}} | lost at /spec/containers/0/a
          {spec: {containers: [{name: envoy, volumeMounts: [{name: ebbgate-state, mountPath: /a}]}]}} | {spec: {containers: [{name: envoy, volumeMounts: [{name: ebbgate-state, mountPath: /b}]}]}} | lost at /spec/containers/0/volumeMounts/0/mountPath
          {spec: {containers: [{name: other, lifecycle: {}}]}} | {spec: {containers: [{name: other, lifecycle: {preStop: {}}}]}} | add would be at /spec/containers/0/lifecycle/preStop
          {spec: {initContainers: [{name: envoy}]}} | {spec: {initContainers: [{name: envoy, lifecycle: {preStop: {sleep: {}}}}]}} | add would be at /spec/initContainers/0/lifecycle/preStop/sleep
          """)
  void namesTheFirstPlaceWhereMoreHappened(String before, String after, String part) {
    assertThat(problem(before, after, Injections.agent())).get().asString().endsWith(part);
  }

  @Test
  void letsOnlyVariablesOfTheProfileBeAdded() {
    Injection istio = Injections.mode(Mode.ENV).profile("istio").make();
    String before = "{spec: {containers: [{name: envoy, env: [{name: A}]}]}}";
    String after = "{spec: {containers: [{name: envoy, env: [{name: A}, {name: %s, value: 5s}]}]}}";

    assertThat(problem(before, after.formatted("MINIMUM_DRAIN_DURATION"), istio)).isEmpty();
    assertThat(problem(before, after.formatted("EXIT_ON_ZERO_ACTIVE_CONNECTIONS"), istio))
        .contains("something that is not ours to add would be at /spec/containers/0/env/1/name");
    assertThat(problem(before, after.formatted("B"), istio))
        .contains("something that is not ours to add would be at /spec/containers/0/env/1/name");
    assertThat(problem(before, before.replace("A", "MINIMUM_DRAIN_DURATION"), istio))
        .contains("something of the pod would be lost at /spec/containers/0/env/0/name");
  }
}
