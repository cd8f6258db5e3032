package io.ebbgate.webhook.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.certs.issue.Pem;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.testkit.Await;
import io.ebbgate.core.testkit.KubeApi;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real API server, given a client certificate as the chart's README describes. */
@Tag("cluster")
@Timeout(180)
class ApiServerCertificateIT {
  private static final String SERVICE = "ebbgate";
  private static final String NAMESPACE = "default";
  private static final String HOST = SERVICE + "." + NAMESPACE + ".svc";

  @TempDir Path folder;

  @Test
  void identifiesItselfToTheAdmissionPort() throws Exception {
    ClientCertificate own = ClientCertificate.issue(folder, "clientAuth");
    ClientCertificate stranger = ClientCertificate.issue(folder, "clientAuth");
    DevCertificates.write(folder, List.of(HOST), Duration.ofHours(1), InstantSource.system());
    RunningServer running = RunningServer.start(Files.createDirectory(folder.resolve("other")));
    running.server().useCertificate(RunningServer.credential(folder));
    int port = running.server().admissionPort();
    try (KubeApi api = KubeApi.start(folder, options(configuration(own, port)), List.of());
        KubernetesClient client = client(api)) {
      register(client, port);

      running.server().requireClientCertificates(List.of(stranger.ca()));
      Await.until(
          "the registration, and a refused call",
          () -> create(client).contains("failed calling webhook"));
      running.server().requireClientCertificates(List.of(own.ca()));
      assertThat(create(client)).contains(Annotations.STATUS);
    } finally {
      running.stop();
    }
  }

  /** Both files of an API server; a Service's port other than 443 is part of the user's name. */
  private Path configuration(ClientCertificate own, int port) throws Exception {
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            users:
              - name: %s:%d
                user:
                  client-certificate: %s
                  client-key: %s
            """
                .formatted(
                    HOST,
                    port,
                    Files.writeString(folder.resolve("api.crt"), Pem.certificates(own.chain())),
                    Files.writeString(folder.resolve("api.key"), Pem.key(own.key()))));
    return Files.writeString(
        folder.resolve("admission.yaml"),
        """
        apiVersion: apiserver.config.k8s.io/v1
        kind: AdmissionConfiguration
        plugins:
          - name: MutatingAdmissionWebhook
            configuration:
              apiVersion: apiserver.config.k8s.io/v1
              kind: WebhookAdmissionConfiguration
              kubeConfigFile: %s
        """
            .formatted(kubeconfig));
  }

  private static KubeApi.Options options(Path configuration) throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return new KubeApi.Options(
          "127.0.0.1",
          free.getLocalPort(),
          "198.51.100.0/24",
          List.of(
              "--disable-admission-plugins=ServiceAccount",
              "--admission-control-config-file=" + configuration));
    }
  }

  private static KubernetesClient client(KubeApi api) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(api.url())
            .withOauthToken(KubeApi.ADMIN)
            .withTrustCerts(true)
            .withDisableHostnameVerification(true)
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** By a Service that leads to this machine, without a proxy for its address. */
  private void register(KubernetesClient client, int port) throws Exception {
    var _ =
        client
            .resource(
                new ServiceBuilder()
                    .withNewMetadata()
                    .withName(SERVICE)
                    .withNamespace(NAMESPACE)
                    .endMetadata()
                    .withNewSpec()
                    .withType("ExternalName")
                    .withExternalName("127.0.0.1")
                    .endSpec()
                    .build())
            .create();
    byte[] ca = Files.readAllBytes(folder.resolve(DevCertificates.CA_CERTIFICATE));
    var _ =
        client
            .resource(
                new MutatingWebhookConfigurationBuilder()
                    .withNewMetadata()
                    .withName(SERVICE)
                    .endMetadata()
                    .addNewWebhook()
                    .withName("inject.ebbgate.io")
                    .withAdmissionReviewVersions("v1")
                    .withSideEffects("None")
                    .withFailurePolicy("Fail")
                    .addNewRule()
                    .withApiGroups("")
                    .withApiVersions("v1")
                    .withOperations("CREATE")
                    .withResources("pods")
                    .endRule()
                    .withNewClientConfig()
                    .withNewService(SERVICE, NAMESPACE, Paths.MUTATE, port)
                    .withCaBundle(new String(Base64.getEncoder().encode(ca), UTF_8))
                    .endClientConfig()
                    .endWebhook()
                    .build())
            .create();
  }

  /** The pod's annotations, or the refusal. */
  private static String create(KubernetesClient client) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withGenerateName("edge-")
            .withNamespace(NAMESPACE)
            .addToAnnotations(Annotations.PROFILE, "envoy")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("envoy")
            .withImage("envoy")
            .endContainer()
            .endSpec()
            .build();
    try {
      return client.resource(pod).create().getMetadata().getAnnotations().toString();
    } catch (KubernetesClientException refused) {
      return String.valueOf(refused.getMessage());
    }
  }
}
