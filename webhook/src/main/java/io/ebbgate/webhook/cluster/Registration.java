package io.ebbgate.webhook.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.ebbgate.certs.issue.InvalidCertificateException;
import io.ebbgate.certs.issue.Pem;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The webhook's MutatingWebhookConfiguration, of which it writes only {@code caBundle}. */
public final class Registration {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The response to a JSON Patch whose test fails. */
  private static final int UNPROCESSABLE = 422;

  private final Cluster cluster;
  private final String name;

  public Registration(Cluster cluster, String name) {
    this.cluster = cluster;
    this.name = name;
  }

  /**
   * The registration as it was read.
   *
   * @param caBundle the certificates in the {@code caBundle} of every webhook in it
   * @param webhooks how many webhooks it has
   */
  public record Seen(List<X509Certificate> caBundle, int webhooks, String resourceVersion) {
    public Seen {
      caBundle = List.copyOf(caBundle);
      requireNonNull(resourceVersion);
    }
  }

  /**
   * Reads it.
   *
   * @throws ClusterException if it does not exist
   */
  public Seen read() throws ClusterException {
    MutatingWebhookConfiguration found =
        cluster
            .ask(() -> Optional.ofNullable(resource().get()))
            .orElseThrow(() ->
                new ClusterException(
                    "The MutatingWebhookConfiguration "
                        + name
                        + " does not exist: install the chart again."));
    List<MutatingWebhook> webhooks = found.getWebhooks();
    Optional<List<X509Certificate>> common =
        webhooks.stream()
            .map(Registration::caBundle)
            .reduce((one, other) -> one.stream().filter(other::contains).toList());
    return new Seen(
        common.orElse(List.of()), webhooks.size(), found.getMetadata().getResourceVersion());
  }

  /** Empty for a {@code caBundle} that can't be parsed. */
  private static List<X509Certificate> caBundle(MutatingWebhook webhook) {
    String text = webhook.getClientConfig().getCaBundle();
    if (text == null || text.isEmpty()) {
      return List.of();
    }
    try {
      String pem = new String(Base64.getMimeDecoder().decode(text), UTF_8);
      return Pem.readCertificates(pem, "caBundle");
    } catch (InvalidCertificateException unreadable) {
      return List.of();
    }
  }

  /**
   * Replaces every {@code caBundle} unless the registration was changed since; returns false then.
   */
  public boolean publish(List<X509Certificate> caBundle, Seen before) throws ClusterException {
    String text = Base64.getEncoder().encodeToString(Pem.certificates(caBundle).getBytes(UTF_8));
    ArrayNode patch = MAPPER.createArrayNode();
    operation(patch, "test", "/metadata/resourceVersion", before.resourceVersion());
    for (int i = 0; i < before.webhooks(); i++) {
      operation(patch, "add", "/webhooks/" + i + "/clientConfig/caBundle", text);
    }
    return cluster.ask(() -> patched(patch.toString()));
  }

  private static void operation(ArrayNode patch, String op, String path, String value) {
    patch.addObject().put("op", op).put("path", path).put("value", value);
  }

  private boolean patched(String patch) {
    try {
      resource().patch(PatchContext.of(PatchType.JSON), patch);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == UNPROCESSABLE) {
        return false;
      }
      throw e;
    }
  }

  private Resource<MutatingWebhookConfiguration> resource() {
    return cluster
        .client()
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(name);
  }
}
