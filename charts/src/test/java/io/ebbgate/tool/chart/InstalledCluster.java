package io.ebbgate.tool.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.testkit.KubeApi;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A real API server with a rendered chart in it. It has no nodes: the Service is a name for
 * loopback, and its port is where the test listens for the replicas.
 */
public final class InstalledCluster implements AutoCloseable {
  private static final String ACCOUNTS = "system:serviceaccount:" + HelmChart.NAMESPACE + ":";

  /** The account that the webhook runs as. */
  public static final String WEBHOOK = ACCOUNTS + "ebbgate";

  /** The account of {@code helm test}. */
  public static final String TESTER = ACCOUNTS + "ebbgate-test";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> NOT_BUILT_IN =
      Set.of("cert-manager.io", "monitoring.coreos.com");

  private final Path folder;
  private final KubeApi api;
  private final KubernetesClient admin;

  private InstalledCluster(Path folder, KubeApi api) {
    this.folder = folder;
    this.api = api;
    admin = new KubernetesClientBuilder().withConfig(config(KubeApi.ADMIN)).build();
  }

  /** An empty one, with the namespace of the release, which takes restricted pods only. */
  public static InstalledCluster start(Path folder) throws IOException {
    InstalledCluster cluster = new InstalledCluster(folder, KubeApi.start(folder, WEBHOOK, TESTER));
    cluster.namespace(HelmChart.NAMESPACE, "restricted");
    return cluster;
  }

  /**
   * Creates a namespace.
   *
   * @param level that Pod Security enforces in it
   */
  public void namespace(String name, String level) {
    var _ =
        admin
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .addToLabels("pod-security.kubernetes.io/enforce", level)
                    .endMetadata()
                    .build())
            .create();
  }

  /**
   * Starts a replica with the account of the webhook.
   *
   * @param address of loopback, not used by another replica
   * @param more variables that replace the chart's
   */
  public Replica replica(RenderedChart chart, String name, String address, Map<String, String> more)
      throws IOException {
    return new Replica(chart, name, address, kubeconfig(WEBHOOK), more);
  }

  public KubernetesClient admin() {
    return admin;
  }

  private Config config(String user) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(api.url())
        .withOauthToken(user)
        .withTrustCerts(true)
        .withDisableHostnameVerification(true)
        .build();
  }

  /** A kubeconfig for a user. */
  public Path kubeconfig(String user) throws IOException {
    Path file = folder.resolve("kubeconfig-" + user.replace(':', '-'));
    return Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: test, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
        users: [{name: user, user: {token: "%s"}}]
        contexts: [{name: test, context: {cluster: test, user: user}}]
        current-context: test
        """
            .formatted(api.url(), user));
  }

  /** Creates all objects; a field that the API server does not know is refused. */
  public void install(RenderedChart chart, int port) {
    chart.documents().forEach(document -> create(withLocalService(document, port)));
  }

  /** Creates an object as a dry run; custom resources are skipped. */
  public void dryRun(ObjectNode document) {
    String group = document.path("apiVersion").asText().split("/", -1)[0];
    if (!NOT_BUILT_IN.contains(group)) {
      var _ =
          admin.resource(document.toString()).dryRun().fieldValidation(Validation.STRICT).create();
    }
  }

  /** Creates a pod such as a replica's as a dry run. */
  public Pod dryRun(PodSpec spec, String namespace) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("replica")
            .withNamespace(namespace)
            .endMetadata()
            .withSpec(spec)
            .build();
    return admin.resource(pod).dryRun().fieldValidation(Validation.STRICT).create();
  }

  /** Changes a pod's status as its kubelet would, by JSON that is merged into it. */
  public void status(String namespace, String pod, String status) {
    var _ =
        admin
            .pods()
            .inNamespace(namespace)
            .withName(pod)
            .subresource("status")
            .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\": " + status + "}");
  }

  /** Deletes a pod, with a grace period in seconds. */
  public void delete(String namespace, String pod, long grace) {
    var _ = admin.pods().inNamespace(namespace).withName(pod).withGracePeriod(grace).delete();
  }

  private void create(ObjectNode document) {
    var _ = admin.resource(document.toString()).fieldValidation(Validation.STRICT).create();
  }

  /** With a Service that leads to this machine, as kube-proxy would have it. */
  public static ObjectNode withLocalService(ObjectNode document, int port) {
    ObjectNode changed = document.deepCopy();
    String kind = document.path("kind").asText();
    if (kind.equals(HasMetadata.getKind(Service.class))) {
      changed.putObject("spec").put("type", "ExternalName").put("externalName", "localhost");
    }
    if (kind.equals(HasMetadata.getKind(MutatingWebhookConfiguration.class))) {
      for (JsonNode webhook : changed.path("webhooks")) {
        ((ObjectNode) webhook).withObject("/clientConfig/service").put("port", port);
      }
    }
    return changed;
  }

  /** The certificates that the registration trusts, PEM; empty for none. */
  public String caBundle() {
    String bundle =
        admin
            .admissionRegistration()
            .v1()
            .mutatingWebhookConfigurations()
            .withName(registration())
            .get()
            .getWebhooks()
            .getFirst()
            .getClientConfig()
            .getCaBundle();
    return bundle == null
        ? ""
        : new String(Base64.getDecoder().decode(bundle), StandardCharsets.US_ASCII);
  }

  public static String registration() {
    return "webhook.ebbgate." + HelmChart.NAMESPACE;
  }

  /** The requests of an account so far, as {@link Grants} writes them. */
  public Set<String> calls(String user) throws IOException {
    Set<String> calls = new TreeSet<>();
    for (String line : api.audit()) {
      JsonNode event = JSON.readTree(line);
      JsonNode object = event.path("objectRef");
      if (event.at("/user/username").asText().equals(user)) {
        String verb = event.path("verb").asText();
        calls.add(
            Grants.line(
                verb,
                object.path("apiGroup").asText(),
                object.path("resource").asText(),
                verb.equals("create") ? "" : object.path("name").asText()));
      }
    }
    return calls;
  }

  @Override
  public void close() {
    admin.close();
    api.close();
  }
}
