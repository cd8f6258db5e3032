package io.ebbgate.webhook.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.AdmissionPolicy;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.webhook.apiserver.AdmissionCluster.Answer;
import io.ebbgate.webhook.review.Reviewer;
import io.ebbgate.webhook.review.TokenKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Other products' webhooks before and after ours, as a real API server calls them: each pod is
 * taken, has all parts of both once, and needs nothing more.
 */
@Tag("cluster")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherWebhooksIT {
  private static final String OURS = "m-ebbgate";
  private static final String OTHER = "other";
  private static final String NAMESPACE = "edge";

  private AdmissionCluster api;
  private ReviewingServer ours;
  private Path folder;
  private int number;

  /** When another webhook is called. */
  private enum Order {
    BEFORE("a-"),
    AFTER("z-");

    private final String prefix;

    Order(String prefix) {
      this.prefix = prefix;
    }
  }

  @BeforeAll
  void starts(@TempDir Path temporary) throws Exception {
    folder = temporary;
    api = AdmissionCluster.start(Files.createDirectory(folder.resolve("api")));
    api.namespace(NAMESPACE, Map.of());
    AdmissionPolicy policy =
        AdmissionPolicy.of(
            "ebbgate-system",
            Set.of(),
            false,
            Mode.AGENT,
            SidecarStyle.NATIVE,
            "ebbgate/drain-sidecar:1",
            Map.of());
    Reviewer reviewer =
        new Reviewer(policy, TokenKey.of("not a secret, only a test".getBytes(UTF_8)));
    ours = new ReviewingServer(Files.createDirectory(folder.resolve("ours")), _ -> reviewer);
    api.register(OURS, ours.url(), ours.ca(), "IfNeeded");
    Await.until(
        "called",
        () -> {
          ObjectNode pod = envoy();
          var _ = api.dryRun(NAMESPACE, pod);
          return !ours.reviews(pod).isEmpty();
        });
  }

  @AfterAll
  void stops() throws Exception {
    ours.stop();
    api.close();
  }

  /** A plain Envoy of a Deployment; the owner makes its token the same each time. */
  private ObjectNode envoy() {
    return pod(
        """
        metadata:
          name: edge
          annotations: {ebbgate.io/profile: envoy, ebbgate.io/container: envoy, test/id: "%d"}
          ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: edge-1, uid: u, controller: true}]
        spec:
          containers:
            - {name: envoy, image: example/envoy, ports: [{containerPort: 8080}]}
            - {name: logger, image: example/logger}
          initContainers: [{name: setup, image: example/setup}]
        """
            .formatted(number++));
  }

  private static ObjectNode pod(String yaml) {
    return ((ObjectNode) AdmissionCluster.yaml(yaml)).put("apiVersion", "v1").put("kind", "Pod");
  }

  /** What another webhook does to every pod, again if it is called again. */
  static Stream<Arguments> others() {
    return Stream.of(
        other("variables", OtherChanges::addVariables),
        other("an agent's volume", OtherChanges::addVolume),
        other(
            "a container",
            pod ->
                OtherChanges.add(
                    pod, OtherChanges.CONTAINERS, "{name: proxy, image: example/proxy}")),
        other(
            "a first container",
            pod ->
                OtherChanges.addFirst(
                    pod, OtherChanges.CONTAINERS, "{name: proxy, image: example/proxy}")),
        other(
            "a native sidecar",
            pod ->
                OtherChanges.add(
                    pod,
                    OtherChanges.INIT,
                    "{name: proxy, image: example/proxy, restartPolicy: Always}")),
        other(
            "a first init container",
            pod ->
                OtherChanges.addFirst(
                    pod, OtherChanges.INIT, "{name: vault-init, image: example/vault}")),
        other("a policy", OtherChanges::enforce));
  }

  private static Arguments other(String name, Consumer<ObjectNode> change) {
    return Arguments.of(Named.of(name, change));
  }

  @ParameterizedTest
  @MethodSource("others")
  void changePodsBesideOurs(Consumer<ObjectNode> change) throws Exception {
    List<ObjectNode> results = new ArrayList<>();
    for (Order order : Order.values()) {
      JsonNode created = create(order, "IfNeeded", change, envoy());

      assertInjectedOnce(created, OtherChanges.INIT);
      ObjectNode again = created.deepCopy();
      change.accept(again);
      assertThat(again).as("what the other would still change").isEqualTo(created);
      results.add(comparable(created));
    }

    assertThat(results.getFirst()).isEqualTo(results.getLast());
  }

  /** Creates a pod as a dry run with both webhooks. */
  private JsonNode create(Order order, String policy, Consumer<ObjectNode> change, ObjectNode pod)
      throws Exception {
    return answer(order, policy, change, pod).taken().object();
  }

  private Answer answer(Order order, String policy, Consumer<ObjectNode> change, ObjectNode pod)
      throws Exception {
    String name = order.prefix + OTHER;
    Path certificates = Files.createDirectory(folder.resolve("other-" + number++));
    try (OtherWebhook other = new OtherWebhook(certificates, change)) {
      api.register(name, other.url(), other.ca(), policy);
      Await.until(
          "the other is called",
          () -> {
            var _ = api.dryRun(NAMESPACE, pod);
            return other.calls() > 0;
          });
      Answer answer = api.dryRun(NAMESPACE, pod);
      api.unregister(name);
      // Until the server knows, a call of it would fail.
      Await.until(
          "the other is called no more",
          () -> {
            int before = other.calls();
            var _ = api.dryRun(NAMESPACE, envoy());
            return other.calls() == before;
          });
      return answer;
    }
  }

  /** Sidecar, hook and volume are there, and a second look finds nothing to do. */
  private void assertInjectedOnce(JsonNode created, String list) {
    assertThat(
            Stream.concat(
                OtherChanges.names(created.at(OtherChanges.CONTAINERS)).stream(),
                OtherChanges.names(created.at(OtherChanges.INIT)).stream()))
        .containsOnlyOnce(Containers.SIDECAR);
    assertThat(OtherChanges.names(created.at(list))).contains(Containers.SIDECAR);
    assertThat(OtherChanges.names(created.at("/spec/volumes")))
        .containsOnlyOnce(Containers.STATE_VOLUME);
    assertThat(created.at(OtherChanges.CONTAINERS).findValues("preStop")).isNotEmpty();
    assertThat(ours.again(NAMESPACE, created).operations())
        .as("operations of a second pass over %s", created)
        .isZero();
  }

  /** What others add may be anywhere in a list; annotations record who came first. */
  private static ObjectNode comparable(JsonNode pod) {
    ObjectNode same = pod.deepCopy();
    same.remove(List.of("status"));
    same.withObject("/metadata")
        .remove(List.of("uid", "creationTimestamp", "managedFields", "annotations"));
    sort(same);
    return same;
  }

  private static void sort(JsonNode node) {
    node.forEach(OtherWebhooksIT::sort);
    if (node instanceof ArrayNode list) {
      List<JsonNode> sorted = new ArrayList<>(list.valueStream().toList());
      sorted.sort(Comparator.comparing(JsonNode::toString));
      list.removeAll().addAll(sorted);
    }
  }

  /** Istio fills in a gateway whose image is "auto", and does so again if it is called again. */
  @Test
  void istioFillsInAGatewayBeforeAndAfter() throws Exception {
    List<JsonNode> results = new ArrayList<>();
    for (Order order : Order.values()) {
      for (String policy : List.of("IfNeeded", "Never")) {
        JsonNode created =
            create(
                order,
                policy,
                OtherChanges::fillIn,
                pod(
                    """
                    metadata:
                      name: edge
                      labels: {istio: edge, sidecar.istio.io/inject: "true"}
                      annotations: {inject.istio.io/templates: gateway, test/id: "%d"}
                      ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: edge-1, uid: u, controller: true}]
                    spec: {containers: [{name: istio-proxy, image: auto}]}
                    """
                        .formatted(number++)));
        assertInjectedOnce(created, OtherChanges.INIT);
        ObjectNode same = created.deepCopy();
        same.remove("status");
        same.withObject("/metadata")
            .remove(List.of("uid", "creationTimestamp", "managedFields", "annotations"));
        results.add(same);
      }
    }

    assertThat(results).allMatch(results.getFirst()::equals);
  }

  /** As Istio puts its own before the rest, the same pod comes out of either order. */
  @Test
  void istioAddsItsSidecarBeforeAndAfter() throws Exception {
    List<JsonNode> results = new ArrayList<>();
    for (Order order : Order.values()) {
      JsonNode created = create(order, "IfNeeded", OtherChanges::addIstio, envoy());
      assertInjectedOnce(created, OtherChanges.INIT);
      results.add(created.at(OtherChanges.INIT + "/0/name"));
      results.add(comparable(created));
    }

    assertThat(results.subList(0, 2)).isEqualTo(results.subList(2, 4));
  }

  /** One that was made before there were native sidecars, and reads pods into types of its own. */
  @Test
  void anOldOneTakesRestartPolicyFromInitContainers() throws Exception {
    List<ObjectNode> results = new ArrayList<>();
    for (Order order : Order.values()) {
      Answer.Taken answer =
          answer(
                  order,
                  "IfNeeded",
                  pod ->
                      pod.at(OtherChanges.INIT)
                          .forEach(each -> ((ObjectNode) each).remove("restartPolicy")),
                  envoy())
              .taken();

      assertInjectedOnce(answer.object(), OtherChanges.CONTAINERS);
      assertThat(answer.warnings())
          .anySatisfy(warning -> assertThat(warning).contains("took restartPolicy", "classic"));
      results.add(comparable(answer.object()));
    }

    assertThat(results.getFirst()).isEqualTo(results.getLast());
  }

  /**
   * Of two that are called again the later one decides, and ours is registered by a name that is
   * late in the order.
   */
  @Test
  void anAgentForEachJvmIsKeptFromTheSidecar() throws Exception {
    for (Order order : Order.values()) {
      String policy = order == Order.BEFORE ? "IfNeeded" : "Never";
      Answer.Taken answer = answer(order, policy, OtherChanges::addAgent, envoy()).taken();

      assertInjectedOnce(answer.object(), OtherChanges.INIT);
      assertThat(OtherChanges.names(answer.object().at(OtherChanges.CONTAINERS + "/0/env")))
          .contains("JAVA_TOOL_OPTIONS");
      assertThat(OtherChanges.names(answer.object().at(OtherChanges.INIT + "/1/env")))
          .doesNotContain("JAVA_TOOL_OPTIONS");
      assertThat(answer.warnings())
          .anySatisfy(warning -> assertThat(warning).contains("JAVA_TOOL_OPTIONS"));
    }
  }

  /** A restored pod has our parts, by the token of a pod that is no more. */
  @Test
  void aRestoredPodIsNotInjectedTwice() throws Exception {
    ObjectNode stored = api.dryRun(NAMESPACE, envoy()).taken().object().deepCopy();
    stored.remove("status");
    stored
        .withObject("/metadata")
        .remove(List.of("uid", "creationTimestamp", "managedFields", "ownerReferences"));

    JsonNode restored = api.dryRun(NAMESPACE, stored).taken().object();
    JsonNode waiting =
        create(
            Order.AFTER,
            "IfNeeded",
            pod ->
                OtherChanges.addFirst(
                    pod, OtherChanges.INIT, "{name: restore-wait, image: example/velero}"),
            stored);

    assertInjectedOnce(restored, OtherChanges.INIT);
    assertInjectedOnce(waiting, OtherChanges.INIT);
    assertThat(OtherChanges.names(waiting.at(OtherChanges.INIT))).startsWith("restore-wait");
  }
}
