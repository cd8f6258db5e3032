package io.ebbgate.webhook.review;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Reason;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.testkit.Allocation;
import java.util.Map;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a review allocates: no more copies than the patch needs, and no work that grows faster. */
class ReviewCostTest {
  private static final int MANY = 10_000;

  /** A gateway with entries that no review looks at. */
  private static ObjectNode gateway(int tolerations) {
    ObjectNode pod =
        Reviewed.pod(
            "{metadata: {annotations: {ebbgate.io/profile: envoy}, labels: {a: b}},"
                + " spec: {containers: [{name: envoy}], volumes: [], tolerations: []}}");
    for (int i = 0; i < tolerations; i++) {
      ((ArrayNode) pod.at("/spec/tolerations"))
          .addObject()
          .put("key", "k")
          .put("operator", "Exists");
    }
    return pod;
  }

  private static long ofReview(ObjectNode pod) {
    return Allocation.bytes(() -> Reviewed.of(pod));
  }

  private static long ofCopy(ObjectNode pod) {
    return Allocation.bytes(pod::deepCopy);
  }

  @Test
  void copiesNothingOfAPodThatIsInjectedAlready() {
    ObjectNode small = (ObjectNode) Reviewed.of(gateway(1)).patched();
    ObjectNode large = (ObjectNode) Reviewed.of(gateway(MANY)).patched();

    assertThat(Reviewed.of(large).reason()).isEqualTo(Reason.ALREADY_INJECTED);
    assertThat(ofReview(large)).isLessThan(ofReview(small) + (16 << 10));
    assertThat(ofCopy(large)).isGreaterThan(MANY * 50L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-profile-of-this-name", "contour"})
  void copiesNothingOfAPodThatIsLeftAlone(String profile) {
    ObjectNode small = gateway(1);
    ObjectNode large = gateway(MANY);
    small.withObject("/metadata/annotations").put(Annotations.PROFILE, profile);
    large.withObject("/metadata/annotations").put(Annotations.PROFILE, profile);

    assertThat(Reviewed.of(large).operations()).isEmpty();
    assertThat(ofReview(large)).isLessThan(ofReview(small) + (16 << 10));
  }

  @Test
  void copiesAPodThatItPatchesTwiceAtMost() {
    ObjectNode small = gateway(1);
    ObjectNode large = gateway(MANY);

    assertThat(Reviewed.of(large).reason()).isEqualTo(Reason.INJECTED);
    assertThat(ofReview(large) - ofReview(small)).isLessThan(2 * ofCopy(large));
  }

  /** A pod with that many of one thing. */
  private static ObjectNode hostile(String kind, int many) {
    ObjectNode pod = gateway(0);
    ObjectNode metadata = (ObjectNode) pod.path("metadata");
    ObjectNode spec = (ObjectNode) pod.path("spec");
    ObjectNode envoy = (ObjectNode) pod.at("/spec/containers/0");
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    Map<String, IntConsumer> kinds =
        Map.ofEntries(
            Map.entry("labels", i -> metadata.withObject("/labels").put("l" + i, "x")),
            Map.entry(
                "annotations",
                i -> metadata.withObject("/annotations").put(Annotations.PREFIX + i, "x")),
            Map.entry(
                "owners",
                i -> metadata.withArray("/ownerReferences").addObject().put("uid", "u" + i)),
            Map.entry("volumes", i -> spec.withArray("/volumes").addObject().put("name", "v" + i)),
            Map.entry(
                "containers",
                i -> {
                  spec.withArray("/containers").addObject().put("name", "c" + i);
                  spec.withArray("/volumes").addObject().put("name", "v" + i);
                }),
            Map.entry(
                "native sidecars",
                i ->
                    spec.withArray("/initContainers")
                        .addObject()
                        .put("name", "c" + i)
                        .put("restartPolicy", "Always")
                        .withObject("/resources/requests")
                        .put("cpu", "1m")),
            Map.entry(
                "mounts",
                i ->
                    envoy
                        .withArray("/volumeMounts")
                        .addObject()
                        .put("name", "v")
                        .put("mountPath", "/" + i)),
            Map.entry(
                "ports",
                i ->
                    envoy
                        .withArray("/ports")
                        .addObject()
                        .put("name", "p" + i)
                        .put("containerPort", i)),
            Map.entry(
                "variables", i -> envoy.withArray("/env").addObject().put("name", Env.PREFIX + i)),
            Map.entry("arguments", i -> envoy.withArray("/args").add("--a" + i)),
            Map.entry(
                "probes",
                i ->
                    spec.withArray("/containers")
                        .addObject()
                        .put("name", "c" + i)
                        .set(
                            "readinessProbe",
                            nodes.objectNode().set("grpc", nodes.objectNode().put("port", 8080)))),
            Map.entry(
                "pull secrets",
                i -> spec.withArray("/imagePullSecrets").addObject().put("name", "s" + i)),
            Map.entry(
                "resources",
                i -> {
                  spec.withObject("/resources/requests").put("r" + i, 1);
                  spec.withArray("/initContainers").addObject().put("name", "c" + i);
                }));
    IntConsumer add = requireNonNull(kinds.get(kind));
    for (int i = 0; i < many; i++) {
      add.accept(i);
    }
    metadata.withObject("/annotations").put(Annotations.CONTAINER, "envoy");
    return pod;
  }

  @ParameterizedTest
  @CsvSource({
    "labels",
    "annotations",
    "owners",
    "volumes",
    "containers",
    "native sidecars",
    "mounts",
    "ports",
    "variables",
    "arguments",
    "probes",
    "pull secrets",
    "resources"
  })
  void allocatesTwiceForTwiceAsMany(String kind) {
    ObjectNode few = hostile(kind, 2_000);
    ObjectNode twice = hostile(kind, 4_000);
    ObjectNode injectedFew = (ObjectNode) Reviewed.of(few).patched();
    ObjectNode injectedTwice = (ObjectNode) Reviewed.of(twice).patched();

    assertThat(ofReview(twice)).isLessThan(3 * ofReview(few));
    assertThat(ofReview(injectedTwice)).isLessThan(3 * ofReview(injectedFew));
  }
}
