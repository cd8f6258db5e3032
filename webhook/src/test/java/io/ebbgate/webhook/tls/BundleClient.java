package io.ebbgate.webhook.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Asks as the API server does: HTTP/1.1, connections kept alive, the chain and the name checked
 * against the {@code caBundle} of that moment; another bundle is another client.
 */
final class BundleClient {
  private static final byte[] REVIEW =
      """
      {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u",
       "kind":{"group":"","version":"v1","kind":"Pod"},"namespace":"shop","operation":"CREATE",
       "object":{"apiVersion":"v1","kind":"Pod","metadata":{"generateName":"edge-",
         "labels":{"ebbgate.io/inject":"true"}},
        "spec":{"containers":[{"name":"envoy","image":"envoyproxy/envoy:v1.40.0"}]}}}}
      """
          .getBytes(UTF_8);

  private final List<X509Certificate> bundle;
  private final HttpClient client;

  BundleClient(List<X509Certificate> bundle) throws IOException {
    this.bundle = List.copyOf(bundle);
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (X509Certificate each : bundle) {
        store.setCertificateEntry(each.getSerialNumber().toString(), each);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .sslContext(context)
              .connectTimeout(Duration.ofSeconds(5))
              .build();
    } catch (GeneralSecurityException e) {
      throw new IOException("The bundle can't be trusted.", e);
    }
  }

  boolean isOf(List<X509Certificate> other) {
    return bundle.equals(other);
  }

  /** What went wrong, empty where the pod came back with a patch. */
  Optional<String> review(int port) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/mutate?timeout=5s"))
            .timeout(Duration.ofSeconds(5))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(REVIEW))
            .build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      boolean patched = answer.statusCode() == 200 && answer.body().contains("\"patch\"");
      return patched ? Optional.empty() : Optional.of("status " + answer.statusCode());
    } catch (IOException failed) {
      return Optional.of(failed.toString());
    }
  }
}
