package io.ebbgate.webhook.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.ProductMatch;
import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.admission.Profile.Treatment;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.termination.ReplicaSetOwner;
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

  /**
   * What was found.
   *
   * @param gateways by namespace, kind and name
   * @param notes what looks like a gateway and can't be audited, one sentence each
   */
  public record Found(List<Gateway> gateways, List<String> notes) {
    public Found {
      gateways = List.copyOf(gateways);
      notes = List.copyOf(notes);
    }
  }

  /** A workload with the place of its pods' template. */
  private record Candidate(AuditObject object, Workload workload, String path) {}

  /** Finds them. */
  public Found find() {
    newestPods();
    List<Gateway> found = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    candidates().forEach(each -> add(each, found, notes));
    found.sort(
        Comparator.comparing((Gateway each) -> each.subject().namespace())
            .thenComparing(each -> each.subject().kind())
            .thenComparing(each -> each.subject().name()));
    notes.sort(Comparator.naturalOrder());
    return new Found(found, notes);
  }

  /** The workloads, and the pods of none. */
  private List<Candidate> candidates() {
    List<Candidate> all = new ArrayList<>();
    Set<String> owners = new HashSet<>();
    for (AuditObject object : inventory.all()) {
      if (object.kind().equals("Pod") || isOwned(object) || NOT_SERVING.contains(object.kind())) {
        continue;
      }
      for (Workload workload : Workload.in(object.tree(), inventory.usualNamespace())) {
        owners.add(key(workload.namespace(), workload.kind(), workload.name()));
        all.add(new Candidate(object, workload, "spec.template."));
      }
    }
    newestPods.forEach((owner, pod) -> {
      if (!owners.contains(owner)) {
        pod(pod).ifPresent(all::add);
      }
    });
    return all;
  }

  /** ConfigMaps that gateways mount, as {@code namespace/name}. */
  public Set<String> configMaps() {
    Set<String> names = new HashSet<>();
    for (Gateway each : find().gateways()) {
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
    JsonNode labels = pod.tree().at("/metadata/labels");
    Optional<ReplicaSetOwner> above =
        kind.equals("ReplicaSet")
            ? ReplicaSetOwner.of(name, label -> labels.path(label).asText())
            : Optional.empty();
    return above
        .map(owner -> key(namespace, owner.kind(), owner.name()))
        .orElseGet(() -> key(namespace, kind, name));
  }

  private void add(Candidate template, List<Gateway> found, List<String> notes) {
    Workload workload = template.workload();
    Optional<AuditObject> newest =
        Optional.ofNullable(
            newestPods.get(key(workload.namespace(), workload.kind(), workload.name())));
    Candidate seen = newest.flatMap(this::pod).orElse(template);
    AdmissionRequest request = seen.workload().request();
    Reviewer.product(request, profiles)
        .or(() -> plainEnvoy(request.pod()))
        .filter(match -> match.profile().treatment() != Treatment.EXCLUDE)
        .ifPresent(match -> {
          if (match.container().isPresent()) {
            found.add(gateway(template, seen, request, match));
          } else {
            notes.add(withoutContainer(subject(template, seen), match));
          }
        });
  }

  private static String withoutContainer(Gateway.Subject subject, ProductMatch match) {
    return ("%s in namespace %s (%s) is not audited: which of its containers is Envoy is not known;"
            + " annotation %s names it.")
        .formatted(
            subject.title(), subject.namespace(), match.profile().name(), Annotations.CONTAINER);
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
    JsonNode containers = seen.workload().template().path("spec").path("containers");
    GatewayPod pod =
        new GatewayPod(
            match,
            seen.workload().template(),
            seen.path(),
            Tree.indexOf(containers, match.container().orElse("")));
    return new Gateway(
        subject(template, seen),
        pod,
        scalings.of(template.object(), workload, pod),
        routes.of(workload.namespace(), pod),
        bootstraps(workload.namespace(), pod),
        warnings(template, request));
  }

  private static Gateway.Subject subject(Candidate template, Candidate seen) {
    Workload workload = template.workload();
    return new Gateway.Subject(
        workload.kind(),
        workload.name(),
        workload.namespace(),
        seen.equals(template) ? "" : "pod " + seen.workload().name(),
        template.object().file(),
        template.object().line());
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

  /**
   * What the webhook warns of, where something is set for Ebbgate. Of the namespace's Pod Security
   * nothing is known: what it may forbid is no warning, and what is done as requested is none.
   */
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
    Reviewer reviewer = reviewers.apply(mode);
    AdmissionRequest allowed = request.inPrivilegedNamespace();
    List<String> confirmations =
        reviewer
            .details(allowed)
            .map(details -> details.injection().confirmations())
            .orElse(List.of());
    return Stream.concat(
            template.workload().warnings().stream(), reviewer.review(allowed).warnings().stream())
        .filter(warning -> !confirmations.contains(warning))
        .distinct()
        .toList();
  }

  private static boolean hasOurs(JsonNode metadata) {
    return Stream.of("labels", "annotations")
        .flatMap(map -> metadata.path(map).propertyStream())
        .anyMatch(each -> each.getKey().startsWith(Annotations.PREFIX));
  }
}
