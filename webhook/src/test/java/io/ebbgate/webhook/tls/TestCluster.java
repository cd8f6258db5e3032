package io.ebbgate.webhook.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ebbgate.certs.issue.Pem;
import io.ebbgate.certs.issue.SubjectName;
import io.ebbgate.certs.rotation.RotationTerms;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.testkit.KubeApi;
import io.ebbgate.webhook.cluster.Cluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** A real API server with the webhook's namespace, registration and permissions. */
public final class TestCluster implements AutoCloseable {
  public static final String NAMESPACE = "ebbgate-system";
  public static final String REGISTRATION = "ebbgate";
  static final String SECRET = "ebbgate-ca";
  static final String TOKEN = "ebbgate-token-key";
  public static final String LEASE = "ebbgate";

  private static final String USER = "webhook";
  private static final String WRITER = "webhook-writes";
  private static final String OBSERVER = "webhook-observes";

  private final KubeApi api;
  private final Cluster admin;

  private TestCluster(KubeApi api) {
    this.api = api;
    admin = as(KubeApi.ADMIN);
  }

  public static TestCluster start(Path folder) throws IOException {
    TestCluster cluster = new TestCluster(KubeApi.start(folder, USER));
    cluster.prepare();
    return cluster;
  }

  /** Terms under which CAs are renewed every three seconds and leaves more often. */
  public static RotationTerms fast() {
    return new RotationTerms(
        Duration.ofMinutes(20),
        Duration.ofSeconds(3),
        Duration.ofMinutes(1),
        Duration.ofMillis(700),
        Duration.ofSeconds(1));
  }

  static RotationSettings settings(RotationTerms terms, Duration interval) {
    return new RotationSettings(List.of(SubjectName.parse("127.0.0.1")), terms, interval);
  }

  /** A client of the API server with this token. */
  private Cluster as(String token) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(api.url())
            .withOauthToken(token)
            .withTrustCerts(true)
            .withDisableHostnameVerification(true)
            .build();
    return Cluster.of(config, NAMESPACE, "");
  }

  /** A client with the permissions of the webhook's service account. */
  public Cluster webhook() {
    return as(USER);
  }

  public KubernetesClient admin() {
    return admin.client();
  }

  private void prepare() {
    create(new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build());
    create(registration());
    create(
        new RoleBuilder()
            .withNewMetadata()
            .withName(USER)
            .withNamespace(NAMESPACE)
            .endMetadata()
            .withRules(
                rule("", "secrets", List.of(), "create"),
                rule("", "secrets", List.of(SECRET, TOKEN), "get", "update"),
                rule("coordination.k8s.io", "leases", List.of(), "create"),
                rule("coordination.k8s.io", "leases", List.of(LEASE), "get", "patch"))
            .build());
    create(
        new RoleBindingBuilder()
            .withNewMetadata()
            .withName(USER)
            .withNamespace(NAMESPACE)
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "Role", USER)
            .addNewSubject("rbac.authorization.k8s.io", "User", USER, null)
            .build());
    mayWriteTheRegistration(true);
    bind(WRITER);
    create(
        new ClusterRoleBuilder()
            .withNewMetadata()
            .withName(OBSERVER)
            .endMetadata()
            .withRules(
                rule("", "pods", List.of(), "list", "watch"),
                rule("", "namespaces", List.of(), "list"),
                rule("events.k8s.io", "events", List.of(), "create"))
            .build());
    bind(OBSERVER);
  }

  private void bind(String role) {
    create(
        new ClusterRoleBindingBuilder()
            .withNewMetadata()
            .withName(role)
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role)
            .addNewSubject("rbac.authorization.k8s.io", "User", USER, null)
            .build());
  }

  private <T extends io.fabric8.kubernetes.api.model.HasMetadata> void create(T object) {
    var _ = admin().resource(object).create();
  }

  private static PolicyRule rule(
      String group, String resource, List<String> names, String... verbs) {
    return new PolicyRuleBuilder()
        .withApiGroups(group)
        .withResources(resource)
        .withResourceNames(names)
        .withVerbs(verbs)
        .build();
  }

  /** Grants the permission to write the registration, or revokes it. */
  void mayWriteTheRegistration(boolean may) {
    var _ =
        admin()
            .resource(
                new ClusterRoleBuilder()
                    .withNewMetadata()
                    .withName(WRITER)
                    .endMetadata()
                    .withRules(
                        rule(
                            "admissionregistration.k8s.io",
                            "mutatingwebhookconfigurations",
                            List.of(REGISTRATION),
                            may ? new String[] {"get", "patch"} : new String[] {"get"}))
                    .build())
            .createOr(io.fabric8.kubernetes.client.dsl.NonDeletingOperation::update);
  }

  private static MutatingWebhookConfiguration registration() {
    return new MutatingWebhookConfigurationBuilder()
        .withNewMetadata()
        .withName(REGISTRATION)
        .endMetadata()
        .addNewWebhook()
        .withName("inject.ebbgate.io")
        .withAdmissionReviewVersions("v1")
        .withSideEffects("None")
        .withFailurePolicy("Ignore")
        .withNewClientConfig()
        .withNewService(REGISTRATION, NAMESPACE, "/mutate", 443)
        .endClientConfig()
        .endWebhook()
        .build();
  }

  /** Limits the registration to this namespace and to pods that have not opted out. */
  public void select(String namespace) {
    var _ =
        registered()
            .edit(registration ->
                new MutatingWebhookConfigurationBuilder(registration)
                    .editFirstWebhook()
                    .withNewNamespaceSelector()
                    .addToMatchLabels("kubernetes.io/metadata.name", namespace)
                    .endNamespaceSelector()
                    .withNewObjectSelector()
                    .addNewMatchExpression()
                    .withKey(Labels.INJECT)
                    .withOperator("NotIn")
                    .withValues("false")
                    .endMatchExpression()
                    .endObjectSelector()
                    .endWebhook()
                    .build());
  }

  /** Writes a kubeconfig with every permission. */
  public Path kubeconfig(Path at) throws IOException {
    return Files.writeString(
        at.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: here
        clusters:
          - {name: here, cluster: {server: "%s", insecure-skip-tls-verify: true}}
        contexts:
          - {name: here, context: {cluster: here, user: admin, namespace: shop}}
        users:
          - {name: admin, user: {token: %s}}
        """
            .formatted(api.url(), KubeApi.ADMIN));
  }

  /** Stops the API server. */
  public void stopServer() {
    api.leave();
  }

  /** Starts the API server again. */
  public void startServer() throws IOException {
    api.arrive();
  }

  private Resource<MutatingWebhookConfiguration> registered() {
    return admin()
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(REGISTRATION);
  }

  /** The certificates in the registration's {@code caBundle} now. */
  public List<X509Certificate> caBundle() {
    String text = registered().get().getWebhooks().getFirst().getClientConfig().getCaBundle();
    return text == null || text.isEmpty()
        ? List.of()
        : Pem.readCertificates(new String(Base64.getDecoder().decode(text), UTF_8), "caBundle");
  }

  @Override
  public void close() {
    admin().close();
    api.close();
  }
}
