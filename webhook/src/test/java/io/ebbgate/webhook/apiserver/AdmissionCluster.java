package io.ebbgate.webhook.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ebbgate.core.testkit.KubeApi;
import io.ebbgate.core.testkit.Trust;
import io.ebbgate.webhook.cluster.Cluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A real API server that calls webhooks of a test before it creates a pod. All calls are raw, so
 * that no model of Kubernetes' types leaves anything out.
 */
final class AdmissionCluster implements AutoCloseable {
  /** A pod with this label, whatever its value, is not sent to webhooks. */
  static final String PLAIN = "test/plain";

  /** A user. */
  static final String NO_RIGHTS = "guest";

  /** The API of MutatingAdmissionPolicies in 1.34. */
  static final String POLICIES = "admissionregistration.k8s.io/v1beta1";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Duration CALL = Duration.ofSeconds(30);

  private final KubeApi api;
  private final HttpClient client;

  private AdmissionCluster(KubeApi api) throws IOException {
    this.api = api;
    client = HttpClient.newBuilder().sslContext(Trust.only(api.authority())).build();
  }

  /** Starts one with a user beside the administrator who may do nothing. */
  static AdmissionCluster start(Path folder) throws IOException {
    return new AdmissionCluster(KubeApi.start(folder, NO_RIGHTS));
  }

  /** Starts one that evaluates MutatingAdmissionPolicies, in 1.34 not by default. */
  static AdmissionCluster startWithPolicies(Path folder) throws IOException {
    KubeApi.Options options =
        KubeApi.Options.alone()
            .with(
                "--feature-gates=MutatingAdmissionPolicy=true",
                "--runtime-config=" + POLICIES + "=true");
    return new AdmissionCluster(KubeApi.start(folder, options, List.of()));
  }

  /** Applies a MutatingAdmissionPolicy or its binding. */
  void policy(JsonNode object) {
    String plural =
        object.path("kind").asText().endsWith("Binding")
            ? "mutatingadmissionpolicybindings"
            : "mutatingadmissionpolicies";
    create("/apis/" + POLICIES + "/" + plural, object).taken();
  }

  /** The answer to a creation. */
  sealed interface Answer {
    /** Created, or it would have been. */
    record Taken(JsonNode object, List<String> warnings) implements Answer {}

    record Refused(String message) implements Answer {}

    /** The object; a refusal is a failure of the test. */
    default Taken taken() {
      return switch (this) {
        case Taken taken -> taken;
        case Refused(String message) -> throw new AssertionError(message);
      };
    }
  }

  /** A client of the program's own, which may do everything. */
  Cluster cluster() {
    return as(KubeApi.ADMIN);
  }

  /** One with a user's rights. */
  Cluster as(String user) {
    return as(user, URI.create(api.url()));
  }

  /** The administrator's, by way of a load balancer on loopback. */
  Cluster through(ForgetfulBalancer balancer) {
    return as(KubeApi.ADMIN, URI.create("https://127.0.0.1:" + balancer.port()));
  }

  int port() {
    return URI.create(api.url()).getPort();
  }

  private static Cluster as(String user, URI url) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(url.toString())
            .withOauthToken(user)
            .withTrustCerts(true)
            .withDisableHostnameVerification(true)
            .build();
    return Cluster.of(config, "ebbgate-system", "");
  }

  void namespace(String name, Map<String, String> labels) {
    ObjectNode namespace = object("v1", "Namespace", name);
    labels.forEach((key, value) -> namespace.withObject("/metadata/labels").put(key, value));
    create("/api/v1/namespaces", namespace).taken();
  }

  /** Gives a namespace these annotations in the place of those that it has. */
  void annotateNamespace(String name, Map<String, String> annotations) {
    ObjectNode namespace = object("v1", "Namespace", name);
    annotations.forEach(
        (key, value) -> namespace.withObject("/metadata/annotations").put(key, value));
    call("PUT", "/api/v1/namespaces/" + name, namespace).taken();
  }

  /** A ResourceQuota of which nothing is used; its status is a controller's work. */
  void quota(String namespace, String name, String spec) {
    String path = "/api/v1/namespaces/" + namespace + "/resourcequotas";
    ObjectNode quota = object("v1", "ResourceQuota", name);
    quota.set("spec", yaml(spec));
    ObjectNode created = (ObjectNode) create(path, quota).taken().object();
    ObjectNode status = created.putObject("status");
    status.set("hard", created.at("/spec/hard"));
    created
        .at("/spec/hard")
        .fieldNames()
        .forEachRemaining(each -> status.withObject("/used").put(each, "0"));
    call("PUT", path + "/" + name + "/status", created).taken();
  }

  void limitRange(String namespace, String name, String limits) {
    create(limitRanges(namespace), range(name, limits)).taken();
  }

  void changeLimitRange(String namespace, String name, String limits) {
    call("PUT", limitRanges(namespace) + "/" + name, range(name, limits)).taken();
  }

  void deleteLimitRange(String namespace, String name) {
    call("DELETE", limitRanges(namespace) + "/" + name, JSON.createObjectNode()).taken();
  }

  private static String limitRanges(String namespace) {
    return "/api/v1/namespaces/" + namespace + "/limitranges";
  }

  private static ObjectNode range(String name, String limits) {
    ObjectNode range = object("v1", "LimitRange", name);
    range.withObject("/spec").set("limits", yaml(limits));
    return range;
  }

  /**
   * Has a webhook called for each pod without {@link #PLAIN}.
   *
   * @param name decides the order
   * @param policy {@code IfNeeded} or {@code Never}: whether it is called again after others
   */
  void register(String name, URI url, Path ca, String policy) throws IOException {
    ObjectNode registration =
        object("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", name);
    ObjectNode webhook = registration.putArray("webhooks").addObject();
    webhook.setAll(
        (ObjectNode)
            yaml(
                """
                admissionReviewVersions: [v1]
                sideEffects: None
                failurePolicy: Fail
                reinvocationPolicy: %s
                rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
                objectSelector: {matchExpressions: [{key: %s, operator: DoesNotExist}]}
                """
                    .formatted(policy, PLAIN)));
    webhook.put("name", name + ".example.test");
    webhook
        .putObject("clientConfig")
        .put("url", url.toString())
        .put("caBundle", Base64.getEncoder().encodeToString(Files.readAllBytes(ca)));
    create(registrations(), registration).taken();
  }

  void unregister(String name) {
    call("DELETE", registrations() + "/" + name, JSON.createObjectNode()).taken();
  }

  private static String registrations() {
    return "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations";
  }

  /** Creates a pod as a dry run: everything that admits it is asked, and it is not stored. */
  Answer dryRun(String namespace, JsonNode pod) {
    return create("/api/v1/namespaces/" + namespace + "/pods?dryRun=All", pod);
  }

  /** The same without a call of a webhook. */
  Answer dryRunPlain(String namespace, JsonNode pod) {
    ObjectNode plain = pod.deepCopy();
    plain.withObject("/metadata/labels").put(PLAIN, "true");
    return dryRun(namespace, plain);
  }

  private Answer create(String path, JsonNode object) {
    return call("POST", path, object);
  }

  private Answer call(String method, String path, JsonNode body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api.url() + path))
            .header("Authorization", "Bearer " + KubeApi.ADMIN)
            .header("Content-Type", "application/json")
            .timeout(CALL)
            .method(method, HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode answer = JSON.readTree(response.body());
      return response.statusCode() < 300
          ? new Answer.Taken(answer, response.headers().allValues("Warning"))
          : new Answer.Refused(answer.path("message").asText());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static ObjectNode object(String version, String kind, String name) {
    ObjectNode object = JSON.createObjectNode().put("apiVersion", version).put("kind", kind);
    object.putObject("metadata").put("name", name);
    return object;
  }

  static JsonNode yaml(String text) {
    try {
      return YAML.readTree(text);
    } catch (IOException mistake) {
      throw new IllegalArgumentException(text, mistake);
    }
  }

  @Override
  public void close() {
    client.close();
    api.close();
  }
}
