package io.ebbgate.webhook.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.AdmissionPolicy;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.Reason;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.Property;
import io.ebbgate.webhook.apiserver.AdmissionCluster.Answer;
import io.ebbgate.webhook.apiserver.ReviewingServer.Review;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.LimitRangeWatch;
import io.ebbgate.webhook.manifest.Manifest;
import io.ebbgate.webhook.manifest.Workload;
import io.ebbgate.webhook.patch.LimitRanges;
import io.ebbgate.webhook.profile.Profiles;
import io.ebbgate.webhook.review.KnownNamespaces;
import io.ebbgate.webhook.review.Reviewer;
import io.ebbgate.webhook.review.TokenKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * In namespaces of each Pod Security level, with and without budgets, a real API server takes each
 * pod with our changes that it takes without. {@code -Debbgate.pods=N} is the number of pods that
 * are made up; {@code EBBGATE_CORPUS} a folder of more manifests.
 */
@Tag("cluster")
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AcceptanceIT {
  private static final int PODS = Integer.getInteger("ebbgate.pods", 400);
  private static final int CLIENTS = 8;
  private static final Path OWN = Path.of("src", "test", "resources");
  private static final List<String> LEVELS = List.of("privileged", "baseline", "restricted");

  /** Kinds of budgets by the name of a namespace; a line with "spec" is a ResourceQuota. */
  private static final Map<String, String> BUDGETS =
      Map.ofEntries(
          Map.entry("free", ""),
          Map.entry(
              "quota",
              "{hard: {limits.cpu: 100, limits.memory: 100Gi, requests.cpu: 100, requests.memory:"
                  + " 100Gi, pods: 20}}"),
          Map.entry("quota-cpu", "{hard: {limits.cpu: 100}}"),
          Map.entry("quota-requests", "{hard: {requests.cpu: 100, requests.memory: 100Gi}}"),
          Map.entry(
              "quota-storage",
              "{hard: {limits.ephemeral-storage: 100Gi, requests.ephemeral-storage: 100Gi}}"),
          Map.entry(
              "defaults",
              "[{type: Container, default: {cpu: 500m, memory: 512Mi}, defaultRequest: {cpu: 250m,"
                  + " memory: 256Mi}}]"),
          Map.entry("minimum", "[{type: Container, min: {cpu: 50m, memory: 100Mi}}]"),
          Map.entry(
              "storage",
              "[{type: Container, min: {ephemeral-storage: 32Mi}, max: {ephemeral-storage: 1Gi}}]"),
          Map.entry("maximum", "[{type: Container, max: {cpu: 1, memory: 1Gi}}]"),
          Map.entry("small", "[{type: Container, max: {cpu: 100m, memory: 128Mi}}]"),
          Map.entry("tiny", "[{type: Container, max: {memory: 63Mi}, default: {memory: 32Mi}}]"),
          Map.entry("ratio", "[{type: Container, maxLimitRequestRatio: {cpu: 4, memory: 2}}]"),
          Map.entry("equal", "[{type: Container, maxLimitRequestRatio: {cpu: 1, memory: 1}}]"),
          Map.entry(
              "all",
              "[{type: Container, default: {cpu: 500m, memory: 512Mi}, defaultRequest: {cpu: 250m,"
                  + " memory: 256Mi}, min: {cpu: 50m, memory: 100Mi}, max: {cpu: 2, memory: 2Gi},"
                  + " maxLimitRequestRatio: {cpu: 4, memory: 2}}]"),
          Map.entry("pod-maximum", "[{type: Pod, max: {cpu: 1, memory: 1Gi}}]"),
          Map.entry("pod-minimum", "[{type: Pod, min: {cpu: 100m, memory: 100Mi}}]"),
          Map.entry("pod-ratio", "[{type: Pod, maxLimitRequestRatio: {cpu: 3, memory: 2}}]"));

  private final List<String> namespaces = new ArrayList<>();
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger changed = new AtomicInteger();
  private AdmissionCluster api;
  private Cluster client;
  private LimitRangeWatch ranges;
  private ReviewingServer webhook;

  @BeforeAll
  void starts(@TempDir Path folder) throws Exception {
    api = AdmissionCluster.start(Files.createDirectory(folder.resolve("api")));
    for (String level : LEVELS) {
      for (Map.Entry<String, String> budget : BUDGETS.entrySet()) {
        namespace(level + "-" + budget.getKey(), level, budget.getValue());
      }
    }
    client = api.cluster();
    ranges = LimitRangeWatch.start(client);
    Await.until(
        "LimitRanges seen",
        () ->
            namespaces.stream()
                .filter(each -> each.endsWith("-pod-ratio") || each.endsWith("-minimum"))
                .noneMatch(each -> ranges.of(each) == LimitRanges.NONE));
    Reviewer natively = reviewer(SidecarStyle.NATIVE);
    Reviewer classically = reviewer(SidecarStyle.CLASSIC);
    webhook =
        new ReviewingServer(
            Files.createDirectory(folder.resolve("webhook")),
            pod ->
                pod.at("/metadata/annotations").has(RandomGateway.CLASSIC)
                    ? classically
                    : natively);
    api.register("ebbgate", webhook.url(), webhook.ca(), "IfNeeded");
    Await.until("called", this::isCalled);
  }

  private Reviewer reviewer(SidecarStyle style) {
    AdmissionPolicy policy =
        AdmissionPolicy.of(
            "ebbgate-system",
            Set.of(),
            false,
            Mode.AGENT,
            style,
            "ebbgate/drain-sidecar:1",
            Map.of());
    return new Reviewer(
        policy,
        TokenKey.of("not a secret, only a test".getBytes(UTF_8)),
        Profiles.builtIn(),
        new KnownNamespaces(_ -> Map.of(), ranges::of));
  }

  private boolean isCalled() {
    ObjectNode pod =
        (ObjectNode)
            AdmissionCluster.yaml(
                "{metadata: {name: first, annotations: {%s: first}}, spec: {containers: [{name: a, image: a}]}}"
                    .formatted(ReviewingServer.ID));
    var _ = api.dryRun("default", pod);
    return !webhook.reviews(pod).isEmpty();
  }

  private void namespace(String name, String level, String budget) {
    api.namespace(name, Map.of("pod-security.kubernetes.io/enforce", level));
    namespaces.add(name);
    if (budget.startsWith("[")) {
      api.limitRange(name, "sizes", budget);
    } else if (!budget.isEmpty()) {
      api.quota(name, "compute", budget);
    }
  }

  @AfterAll
  void stops() throws Exception {
    webhook.stop();
    ranges.close();
    client.close();
    api.close();
  }

  @Test
  void takesEachPodThatItTakesWithoutUs() throws Exception {
    inParallel(() -> {
      Property.holds(
          PODS / CLIENTS,
          random -> {
            ObjectNode pod = RandomGateway.of(random);
            check(Property.oneOf(random, namespaces), pod);
          });
      return null;
    });

    // Otherwise nothing was shown.
    assertThat(taken.get()).isGreaterThan(PODS / 4);
    assertThat(changed.get()).isGreaterThan(PODS / 10);
  }

  private static void inParallel(Callable<Object> work) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<Object>> all = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        all.add(threads.submit(work));
      }
      for (Future<Object> each : all) {
        var _ = each.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  static Stream<Path> manifests() throws IOException {
    List<Path> files = new ArrayList<>();
    String corpus = System.getenv("EBBGATE_CORPUS");
    for (Path folder :
        corpus == null
            ? List.of(OWN.resolve("manifests"), OWN.resolve("golden"))
            : List.of(OWN.resolve("manifests"), OWN.resolve("golden"), Path.of(corpus))) {
      try (Stream<Path> found = Files.walk(folder)) {
        found
            .filter(Files::isRegularFile)
            .filter(file -> file.getFileName().toString().matches(".*\\.(yaml|yml)(\\..*)?"))
            .filter(file -> !file.toString().matches(".*/(broken|template|out)[.]yaml"))
            .forEach(files::add);
      }
    }
    return files.stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void takesEachPodOfAManifestThatItTakesWithoutUs(Path file) throws Exception {
    for (var document : Manifest.read(file.toString(), InputStream.nullInputStream()).documents()) {
      for (Workload workload : Workload.in(document.tree(), "default")) {
        ObjectNode pod = (ObjectNode) workload.request().pod();
        pod.withObject("/metadata").remove("namespace");
        for (String namespace : namespaces) {
          pod.withObject("/metadata/annotations")
              .put(ReviewingServer.ID, file + workload.title() + namespace);
          check(namespace, pod);
        }
      }
    }
  }

  private void check(String namespace, ObjectNode pod) {
    if (!(api.dryRunPlain(namespace, pod) instanceof Answer.Taken plain)) {
      return;
    }
    taken.incrementAndGet();
    JsonNode created =
        switch (api.dryRun(namespace, pod)) {
          case Answer.Taken(JsonNode object, var _) -> object;
          case Answer.Refused(String message) ->
              throw new AssertionError(namespace + " refuses, with us, " + pod + ": " + message);
        };
    Review last = webhook.reviews(pod).getLast();
    assertThat(last.outcome().reason()).isNotEqualTo(Reason.OUT_OF_TIME);
    if (created.at("/metadata/annotations").has(Annotations.STATUS)) {
      changed.incrementAndGet();
    }
    assertThat(comparable(api.dryRunPlain(namespace, last.result()).taken().object()))
        .as("our patch, applied by us and by the API server, in %s", namespace)
        .isEqualTo(comparable(created));
    assertThat(webhook.again(namespace, created).operations())
        .as("operations of a second pass over %s in %s", created, namespace)
        .isZero();
    String service = plain.object().at("/status/qosClass").asText();
    if (!service.equals("BestEffort")) {
      assertThat(created.at("/status/qosClass").asText()).as("%s", created).isEqualTo(service);
    }
  }

  /** Without what is made anew for each pod. */
  private static JsonNode comparable(JsonNode pod) {
    ObjectNode same = pod.deepCopy();
    same.remove("status");
    ObjectNode metadata = same.withObject("/metadata");
    metadata.remove(List.of("uid", "creationTimestamp", "managedFields"));
    if (metadata.has("generateName")) {
      metadata.remove("name");
    }
    ObjectNode labels = metadata.withObject("/labels");
    labels.remove(AdmissionCluster.PLAIN);
    return same;
  }
}
