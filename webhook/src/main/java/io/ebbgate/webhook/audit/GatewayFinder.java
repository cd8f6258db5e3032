package io.ebbgate.webhook.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.ProductMatch;
import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.admission.Profile.Treatment;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.webhook.manifest.Workload;
import io.ebbgate.webhook.patch.InjectionStatus;
import io.ebbgate.webhook.patch.Tree;
import io.ebbgate.webhook.review.AdmissionRequest;
import io.ebbgate.webhook.review.Reviewer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds the gateways among objects, with all that the audit needs to know of each. */
public final class GatewayFinder {
  private static final String PLAIN_ENVOY = "envoy";
  private static final Set<String> NOT_SERVING = Set.of("Job", "CronJob", "PodTemplate");

  /** Labels of pods whose value ends the name of their ReplicaSet. */
  private static final Map<String, String> TEMPLATE_HASHES =
      Map.of("pod-template-hash", "Deployment", "rollouts-pod-template-hash", "Rollout");

  private final Inventory inventory;
  private final List<Profile> profiles;
  private final Function<Mode, Reviewer> reviewers;
  private final Map<String, AuditObject> newestPods = new HashMap<>();
  private final RouteIndex routes;
  private final ScalingIndex scalings;

  /**
   * Reads the objects.
   *
   * @param usualNamespace of objects that don't name one
   * @param reviewers a reviewer for each default mode
   */
  public GatewayFinder(
      List<AuditObject> objects,
      String usualNamespace,
      List<Profile> profiles,
      Function<Mode, Reviewer> reviewers) {
    inventory = new Inventory(objects, usualNamespace);
    this.profiles = List.copyOf(profiles);
    this.reviewers = reviewers;
    routes = new RouteIndex(inventory);
    scalings = new ScalingIndex(inventory);
  }

  /** A workload with the place of its pods' template. */
  private record Candidate(AuditObject object, Workload workload, String path) {}

  /** The gateways by namespace, kind and name. */
  public List<Gateway> gateways() {
    newestPods();
    List<Gateway> found = new ArrayList<>();
    Set<String> owners = new HashSet<>();
    for (AuditObject object : inventory.all()) {
      if (object.kind().equals("Pod") || isOwned(object) || NOT_SERVING.contains(object.kind())) {
        continue;
      }
      for (Workload workload : Workload.in(object.tree(), inventory.usualNamespace())) {
        owners.add(key(workload.namespace(), workload.kind(), workload.name()));
        gateway(new Candidate(object, workload, "spec.template.")).ifPresent(found::add);
      }
    }
    newestPods.forEach((owner, pod) -> {
      if (!owners.contains(owner)) {
        Workload.in(pod.tree(), inventory.usualNamespace())
            .forEach(each -> gateway(new Candidate(pod, each, "")).ifPresent(found::add));
      }
    });
    found.sort(
        Comparator.comparing((Gateway each) -> each.subject().namespace())
            .thenComparing(each -> each.subject().kind())
            .thenComparing(each -> each.subject().name()));
    return found;
  }

  /** ConfigMaps that gateways mount, as {@code namespace/name}. */
  public Set<String> configMaps() {
    Set<String> names = new HashSet<>();
    for (Gateway each : gateways()) {
      each.pod().configMaps().forEach(name -> names.add(each.subject().namespace() + "/" + name));
    }
    return names;
  }

  /** A ReplicaSet of a Deployment is the Deployment's. */
  private static boolean isOwned(AuditObject object) {
    return object.kind().equals("ReplicaSet") && controller(object).isPresent();
  }

  private static Optional<JsonNode> controller(AuditObject object) {
    return object
        .tree()
        .at("/metadata/ownerReferences")
        .valueStream()
        .filter(each -> each.path("controller").asBoolean())
        .findFirst();
  }

  private static String key(String namespace, String kind, String name) {
    return namespace + "/" + kind + "/" + name;
  }

  /** Pods say more than templates: what other webhooks added is in them. */
  private void newestPods() {
    newestPods.clear();
    for (AuditObject pod : inventory.of("Pod")) {
      String phase = pod.tree().at("/status/phase").asText();
      boolean leaves = pod.tree().at("/metadata").has("deletionTimestamp");
      if (!leaves && !phase.equals("Succeeded") && !phase.equals("Failed")) {
        newestPods.merge(owner(pod), pod, GatewayFinder::newer);
      }
    }
  }

  private static AuditObject newer(AuditObject one, AuditObject other) {
    String time = "/metadata/creationTimestamp";
    return one.tree().at(time).asText().compareTo(other.tree().at(time).asText()) >= 0
        ? one
        : other;
  }

  /** What people restart. */
  private String owner(AuditObject pod) {
    String namespace = inventory.namespace(pod);
    Optional<JsonNode> controller = controller(pod);
    if (controller.isEmpty()) {
      return key(namespace, "Pod", pod.name());
    }
    String kind = controller.get().path("kind").asText();
    String name = controller.get().path("name").asText();
    for (Map.Entry<String, String> hash : TEMPLATE_HASHES.entrySet()) {
      String value = pod.tree().at("/metadata/labels").path(hash.getKey()).asText();
      if (kind.equals("ReplicaSet") && !value.isEmpty() && name.endsWith("-" + value)) {
        String above = name.substring(0, name.length() - value.length() - 1);
        return key(namespace, hash.getValue(), above);
      }
    }
    return key(namespace, kind, name);
  }

  private Optional<Gateway> gateway(Candidate template) {
    Workload workload = template.workload();
    Optional<AuditObject> newest =
        Optional.ofNullable(
            newestPods.get(key(workload.namespace(), workload.kind(), workload.name())));
    Candidate seen = newest.flatMap(this::pod).orElse(template);
    AdmissionRequest request = seen.workload().request();
    return Reviewer.product(request, profiles)
        .or(() -> plainEnvoy(request.pod()))
        .filter(match -> match.profile().treatment() != Treatment.EXCLUDE)
        .filter(match -> match.container().isPresent())
        .map(match -> gateway(template, seen, request, match));
  }

  private Optional<Candidate> pod(AuditObject pod) {
    return Workload.in(pod.tree(), inventory.usualNamespace()).stream()
        .map(each -> new Candidate(pod, each, ""))
        .findFirst();
  }

  /** A pod whose only container is Envoy, whether it has a label for Ebbgate or not. */
  private Optional<ProductMatch> plainEnvoy(JsonNode pod) {
    JsonNode containers = pod.path("spec").path("containers");
    JsonNode only = containers.path(0);
    boolean envoy =
        containers.size() == 1
            && (ImagePrograms.isEnvoys(only.path("image").asText())
                || HookCommand.base(only.at("/command/0").asText()).equals("envoy"));
    return profiles.stream()
        .filter(each -> envoy && each.name().equals(PLAIN_ENVOY))
        .map(each ->
            new ProductMatch(
                each,
                Optional.of(only.path("name").asText()),
                List.of("image " + only.path("image").asText())))
        .findFirst();
  }

  private Gateway gateway(
      Candidate template, Candidate seen, AdmissionRequest request, ProductMatch match) {
    Workload workload = template.workload();
    AuditObject object = template.object();
    JsonNode containers = seen.workload().template().path("spec").path("containers");
    GatewayPod pod =
        new GatewayPod(
            match,
            seen.workload().template(),
            seen.path(),
            Tree.indexOf(containers, match.container().orElse("")));
    String source = seen.equals(template) ? "" : "pod " + seen.workload().name();
    return new Gateway(
        new Gateway.Subject(
            workload.kind(),
            workload.name(),
            workload.namespace(),
            source,
            object.file(),
            object.line()),
        pod,
        scalings.of(object, workload, pod),
        routes.of(workload.namespace(), pod),
        bootstraps(workload.namespace(), pod),
        warnings(template, request));
  }

  private List<Bootstrap> bootstraps(String namespace, GatewayPod pod) {
    List<Bootstrap> found = new ArrayList<>();
    pod.arguments()
        .option("--config-yaml")
        .ifPresent(
            option -> found.add(new Bootstrap(option.path(), EmbeddedYaml.read(option.value()))));
    for (String name : pod.configMaps()) {
      inventory
          .named("ConfigMap", namespace, name)
          .ifPresent(map ->
              map.tree()
                  .path("data")
                  .propertyStream()
                  .map(each ->
                      new Bootstrap(
                          "configmap/" + name + " data." + each.getKey(),
                          EmbeddedYaml.read(each.getValue().asText())))
                  .filter(each -> each.tree().has("admin"))
                  .forEach(found::add));
    }
    return found;
  }

  /** What the webhook says, where something is set for Ebbgate. */
  private List<String> warnings(Candidate template, AdmissionRequest request) {
    JsonNode own = template.object().tree().path("metadata");
    boolean meant = hasOurs(own) || hasOurs(request.pod().path("metadata"));
    if (!meant) {
      return List.of();
    }
    Mode mode =
        InjectionStatus.in(request.pod())
            .flatMap(status -> Mode.named(status.mode()))
            .orElse(Mode.AGENT);
    return Stream.concat(
            template.workload().warnings().stream(),
            reviewers.apply(mode).review(request).warnings().stream())
        .distinct()
        .toList();
  }

  private static boolean hasOurs(JsonNode metadata) {
    return Stream.of("labels", "annotations")
        .flatMap(map -> metadata.path(map).propertyStream())
        .anyMatch(each -> each.getKey().startsWith(Annotations.PREFIX));
  }
}
