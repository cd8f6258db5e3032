package io.ebbgate.webhook.review;

import static io.ebbgate.webhook.review.InjectedPod.sidecar;
import static io.ebbgate.webhook.review.InjectedPod.spec;
import static io.ebbgate.webhook.review.InjectedPod.variable;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Reason;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pods that come back as the API server and other webhooks left them: nothing is to do. */
class ReinvocationTest {
  static Stream<Named<Consumer<ObjectNode>>> additions() {
    return Stream.of(
        Named.of("defaults", ReinvocationTest::fillIn),
        Named.of("a variable", pod -> variable(pod, "AWS_ROLE_ARN")),
        Named.of("a mount", pod -> mount(pod, "kube-api-access", "/var/run/secrets")),
        Named.of("a mirror", pod -> sidecar(pod).put("image", "mirror/drain-sidecar:1")),
        Named.of(
            "an autoscaler",
            pod -> ((ObjectNode) sidecar(pod).at("/resources/requests")).put("cpu", "25m")),
        Named.of(
            "a user",
            pod -> ((ObjectNode) sidecar(pod).path("securityContext")).put("runAsUser", 7)),
        Named.of("tolerations", pod -> spec(pod).putArray("tolerations")));
  }

  /** What the API server and other webhooks do to a pod between two reviews of it. */
  @ParameterizedTest
  @MethodSource("additions")
  void leavesWhatOthersAddedToTheSidecar(Consumer<ObjectNode> addition) {
    ObjectNode pod = InjectedPod.create();
    addition.accept(pod);

    Reviewed reviewed = Reviewed.of(pod);

    assertThat(reviewed.reason()).isEqualTo(Reason.ALREADY_INJECTED);
    assertThat(reviewed.operations()).isEmpty();
  }

  /** As another webhook leaves it where an OpenShift cluster's constraints take none. */
  @Test
  void leavesASidecarWithoutTheSeccompProfileThatAnotherTookAway() {
    ObjectNode plain = InjectedPod.create();
    spec(plain).remove("initContainers");
    spec(plain).withObject("/securityContext/seccompProfile").put("type", "RuntimeDefault");
    ObjectNode pod = Reviewed.of(plain).patched().deepCopy();
    assertThat(sidecar(pod).at("/securityContext/seccompProfile").isObject()).isTrue();
    sidecar(pod).withObject("/securityContext").remove("seccompProfile");
    ObjectNode hookLost = pod.deepCopy();
    InjectedPod.envoy(hookLost).remove("lifecycle");

    assertThat(Reviewed.of(pod).reason()).isEqualTo(Reason.ALREADY_INJECTED);
    assertThat(Reviewed.of(hookLost).reason()).isEqualTo(Reason.REPAIRED);
    assertThat(sidecar(Reviewed.of(hookLost).patched())).isEqualTo(sidecar(pod));
  }

  @Test
  void keepsAHookThatWasMergedWithOurs() {
    ObjectNode pod = InjectedPod.create();
    ((ObjectNode) pod.at("/spec/containers/0/lifecycle/preStop"))
        .putObject("exec")
        .putArray("command")
        .add("pilot-agent");

    Reviewed reviewed = Reviewed.of(pod);

    assertThat(reviewed.reason()).isEqualTo(Reason.HOOK_KEPT);
    assertThat(reviewed.operations()).isEmpty();
  }

  @Test
  void findsVariablesThatWereThereFromTheStart() {
    JsonNode pod =
        Reviewed.pod(
            """
            metadata: {annotations: {ebbgate.io/mode: env}}
            spec:
              containers:
                - name: istio-proxy
                  args: [router]
                  env:
                    - {name: EXIT_ON_ZERO_ACTIVE_CONNECTIONS, value: 'true'}
                    - {name: MINIMUM_DRAIN_DURATION, value: 9s}
            """);

    Reviewed reviewed = Reviewed.of(pod);

    assertThat(reviewed.reason()).isEqualTo(Reason.ALREADY_INJECTED);
    assertThat(reviewed.operations()).isEmpty();
    assertThat(reviewed.warnings())
        .singleElement()
        .asString()
        .contains("keeps MINIMUM_DRAIN_DURATION as it is");
  }

  @Test
  void warnsEachTime() {
    ObjectNode pod = InjectedPod.create();
    ((ObjectNode) pod.at("/metadata/annotations")).put("ebbgate.io/min-drain", "five");

    assertThat(Reviewed.of(pod).reason()).isEqualTo(Reason.ALREADY_INJECTED);
    assertThat(Reviewed.of(pod).warnings()).singleElement().asString().contains("min-drain");
  }

  /** As the API server's defaulting leaves it. */
  private static void fillIn(ObjectNode pod) {
    ObjectNode sidecar = sidecar(pod);
    sidecar.put("terminationMessagePath", "/dev/termination-log");
    sidecar.put("terminationMessagePolicy", "File");
    ((ObjectNode) sidecar.at("/env/0/valueFrom/fieldRef")).put("apiVersion", "v1");
    ((ObjectNode) pod.at("/spec/volumes/0")).putNull("hostPath");
    ((ObjectNode) pod.at("/spec/containers/0/lifecycle/preStop/httpGet")).put("protocol", "HTTP");
  }

  private static void mount(ObjectNode pod, String name, String path) {
    ((ArrayNode) sidecar(pod).path("volumeMounts"))
        .insertObject(0)
        .put("name", name)
        .put("mountPath", path);
    ((ArrayNode) spec(pod).path("volumes")).addObject().put("name", name);
  }
}
