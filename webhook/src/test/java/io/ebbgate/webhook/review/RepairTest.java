package io.ebbgate.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ebbgate.core.admission.Reason;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.contract.Annotations;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pods that come back changed: an annotation alone drains nothing. */
class RepairTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  private final Reviewer reviewer = Reviews.reviewer(SidecarStyle.NATIVE);

  private Reviewed review(JsonNode pod) {
    return reviewer.review(Reviews.create(pod));
  }

  private ObjectNode injected() throws IOException {
    JsonNode pod =
        YAML.readTree(
            """
            metadata: {name: edge, annotations: {ebbgate.io/profile: envoy, ebbgate.io/container: envoy}}
            spec:
              containers:
                - name: envoy
                  image: envoy
                  readinessProbe: {httpGet: {port: 8080}}
                - {name: logger, image: logger}
            """);
    return review(pod).patched().deepCopy();
  }

  static Stream<Named<Consumer<ObjectNode>>> losses() {
    return Stream.of(
        Named.of("the hook", pod -> envoy(pod).remove("lifecycle")),
        Named.of("the sidecar", pod -> spec(pod).remove("initContainers")),
        Named.of("the volume", pod -> spec(pod).remove("volumes")),
        Named.of("the grace", pod -> spec(pod).put("terminationGracePeriodSeconds", 10)),
        Named.of("the label", pod -> ((ObjectNode) pod.path("metadata")).remove("labels")),
        Named.of("the hook's token", pod -> header(pod).put("value", "another")),
        Named.of("the sidecar's token", pod -> ((ObjectNode) env(pod).get(6)).put("value", "x")),
        Named.of("a variable", pod -> env(pod).remove(3)),
        Named.of("the sidecar's image", pod -> sidecar(pod).remove("image")),
        Named.of("the sidecar's mounts", pod -> sidecar(pod).remove("volumeMounts")),
        Named.of("the sidecar's security", pod -> sidecar(pod).remove("securityContext")),
        Named.of("the sidecar's restarts", pod -> sidecar(pod).remove("restartPolicy")));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void bringsBackWhatWasLost(Consumer<ObjectNode> loss) throws IOException {
    ObjectNode whole = injected();
    ObjectNode pod = whole.deepCopy();
    loss.accept(pod);
    assertThat(pod).isNotEqualTo(whole);

    Reviewed reviewed = review(pod);

    assertThat(reviewed.reason()).isEqualTo(Reason.REPAIRED);
    assertThat(reviewed.patched().path("spec")).isEqualTo(whole.path("spec"));
    assertThat(review(reviewed.patched()).reason()).isEqualTo(Reason.ALREADY_INJECTED);
  }

  static Stream<Named<Consumer<ObjectNode>>> surplus() {
    return Stream.of(
        Named.of("a variable of ours", pod -> variable(pod, "EBBGATE_MIN_DRAIN")),
        Named.of("a command", pod -> sidecar(pod).putArray("command").add("sleep")),
        Named.of("a probe", pod -> sidecar(pod).putObject("livenessProbe").putObject("exec")));
  }

  @ParameterizedTest
  @MethodSource("surplus")
  void takesFromTheSidecarWhatMakesItAnother(Consumer<ObjectNode> surplus) throws IOException {
    ObjectNode whole = injected();
    ObjectNode pod = whole.deepCopy();
    surplus.accept(pod);

    Reviewed reviewed = review(pod);

    assertThat(reviewed.reason()).isEqualTo(Reason.REPAIRED);
    assertThat(reviewed.patched().path("spec")).isEqualTo(whole.path("spec"));
  }

  @Test
  void injectsATemplateThatWasCopiedWithItsAnnotations() throws IOException {
    ObjectNode whole = injected();
    ObjectNode copy = whole.deepCopy();
    spec(copy).remove("initContainers");
    spec(copy).remove("volumes");
    spec(copy).remove("terminationGracePeriodSeconds");
    envoy(copy).remove("lifecycle");

    assertThat(review(copy).patched().path("spec")).isEqualTo(whole.path("spec"));
  }

  static Stream<Named<Consumer<ObjectNode>>> additions() {
    return Stream.of(
        Named.of("defaults", RepairTest::fillIn),
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
  void leavesWhatOthersAddedToTheSidecar(Consumer<ObjectNode> addition) throws IOException {
    ObjectNode pod = injected();
    addition.accept(pod);

    Reviewed reviewed = review(pod);

    assertThat(reviewed.reason()).isEqualTo(Reason.ALREADY_INJECTED);
    assertThat(reviewed.patch()).isEmpty();
  }

  @Test
  void bringsTheSidecarsImageUpToDateWithTheRest() throws IOException {
    ObjectNode pod = injected();
    sidecar(pod).put("image", "ebbgate/drain-sidecar:0");
    ((ObjectNode) pod.at("/metadata/annotations"))
        .put(Annotations.STATUS, "{\"mode\":\"agent\",\"hash\":\"0\"}");

    assertThat(sidecar(review(pod).patched()).path("image").asText())
        .isEqualTo("ebbgate/drain-sidecar:1");
  }

  @Test
  void keepsAHookThatSomebodyMergedWithOurs() throws IOException {
    ObjectNode pod = injected();
    ((ObjectNode) pod.at("/spec/containers/0/lifecycle/preStop"))
        .putObject("exec")
        .putArray("command")
        .add("pilot-agent");

    Reviewed reviewed = review(pod);

    assertThat(reviewed.reason()).isEqualTo(Reason.HOOK_KEPT);
    assertThat(reviewed.patch()).isEmpty();
  }

  /** The style is the cluster's, and a pod that has the sidecar already keeps it as it is. */
  @Test
  void repairsASidecarOfTheOtherStyleInItsOwn() throws IOException {
    ObjectNode whole = injected();
    ObjectNode pod = whole.deepCopy();
    envoy(pod).remove("lifecycle");
    Reviewer classic = Reviews.reviewer(SidecarStyle.CLASSIC);

    Reviewed reviewed = classic.review(Reviews.create(pod));

    assertThat(reviewed.reason()).isEqualTo(Reason.REPAIRED);
    assertThat(reviewed.patched().path("spec")).isEqualTo(whole.path("spec"));
  }

  @Test
  void findsVariablesThatWereThereFromTheStart() throws IOException {
    JsonNode pod =
        YAML.readTree(
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

    Reviewed reviewed = review(pod);

    assertThat(reviewed.reason()).isEqualTo(Reason.ALREADY_INJECTED);
    assertThat(reviewed.patch()).isEmpty();
    assertThat(reviewed.warnings())
        .singleElement()
        .asString()
        .contains("keeps MINIMUM_DRAIN_DURATION as it is");
  }

  @Test
  void warnsEachTime() throws IOException {
    ObjectNode pod = injected();
    ((ObjectNode) pod.at("/metadata/annotations")).put("ebbgate.io/min-drain", "five");

    assertThat(review(pod).reason()).isEqualTo(Reason.ALREADY_INJECTED);
    assertThat(review(pod).warnings()).singleElement().asString().contains("min-drain");
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

  private static void variable(ObjectNode pod, String name) {
    env(pod).addObject().put("name", name).put("value", "1s");
  }

  private static void mount(ObjectNode pod, String name, String path) {
    ((ArrayNode) sidecar(pod).path("volumeMounts"))
        .insertObject(0)
        .put("name", name)
        .put("mountPath", path);
    ((ArrayNode) spec(pod).path("volumes")).addObject().put("name", name);
  }

  private static ObjectNode spec(JsonNode pod) {
    return (ObjectNode) pod.path("spec");
  }

  private static ObjectNode envoy(JsonNode pod) {
    return (ObjectNode) pod.at("/spec/containers/0");
  }

  private static ObjectNode sidecar(JsonNode pod) {
    return (ObjectNode) pod.at("/spec/initContainers/0");
  }

  private static ArrayNode env(JsonNode pod) {
    return (ArrayNode) sidecar(pod).path("env");
  }

  private static ObjectNode header(JsonNode pod) {
    return (ObjectNode) pod.at("/spec/containers/0/lifecycle/preStop/httpGet/httpHeaders/0");
  }
}
