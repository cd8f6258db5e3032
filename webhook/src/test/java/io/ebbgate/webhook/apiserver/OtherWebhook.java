package io.ebbgate.webhook.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.certs.issue.Pem;
import io.fabric8.zjsonpatch.JsonDiff;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A mutating webhook as other products have them. */
final class OtherWebhook implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HOST = "127.0.0.1";

  private final AtomicInteger calls = new AtomicInteger();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpsServer server;
  private final Path ca;

  /** One that changes pods so. */
  OtherWebhook(Path folder, Consumer<ObjectNode> change)
      throws IOException, GeneralSecurityException {
    DevCertificates.write(folder, List.of(HOST), Duration.ofHours(1), InstantSource.system());
    ca = folder.resolve(DevCertificates.CA_CERTIFICATE);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral(HOST), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls(folder)));
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, change));
    server.start();
  }

  private static SSLContext tls(Path folder) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "own",
        Pem.readKey(Files.readString(folder.resolve(DevCertificates.KEY)), "key"),
        new char[0],
        Pem.readCertificates(
                Files.readString(folder.resolve(DevCertificates.CERTIFICATE)), "certificate")
            .toArray(Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private void answer(HttpExchange exchange, Consumer<ObjectNode> change) throws IOException {
    try (exchange) {
      calls.incrementAndGet();
      JsonNode request = JSON.readTree(exchange.getRequestBody()).path("request");
      ObjectNode pod = (ObjectNode) request.path("object");
      ObjectNode changed = pod.deepCopy();
      change.accept(changed);
      String patch = JsonDiff.asJson(pod, changed).toString();
      ObjectNode review =
          JSON.createObjectNode()
              .put("apiVersion", "admission.k8s.io/v1")
              .put("kind", "AdmissionReview");
      review
          .putObject("response")
          .put("uid", request.path("uid").asText())
          .put("allowed", true)
          .put("patchType", "JSONPatch")
          .put("patch", Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8)));
      byte[] bytes = JSON.writeValueAsBytes(review);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  URI url() {
    return URI.create("https://" + HOST + ":" + server.getAddress().getPort() + "/mutate");
  }

  Path ca() {
    return ca;
  }

  /** How often it was called. */
  int calls() {
    return calls.get();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
