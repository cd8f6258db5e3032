package io.ebbgate.system.review;

import io.ebbgate.certs.dev.DevCertificates;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The least that a webhook can do: it reads a review's bytes and admits the pod, by the same HTTP
 * and TLS libraries and the cipher that ours prefers. A program: {@code main FOLDER ADDRESS PORT},
 * with certificates in the folder.
 */
final class NoOpWebhook {
  private static final Buffer ANSWER =
      Buffer.buffer(
          """
          {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview",
           "response": {"uid": "u", "allowed": true}}
          """);

  private static final String CIPHER = "TLS_CHACHA20_POLY1305_SHA256";

  private NoOpWebhook() {}

  public static void main(String[] args) throws InterruptedException {
    Path folder = Path.of(args[0]);
    HttpServerOptions options =
        new HttpServerOptions()
            .setSsl(true)
            .setTcpNoDelay(true)
            .addEnabledCipherSuite(CIPHER)
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .setCertPath(folder.resolve(DevCertificates.CERTIFICATE).toString())
                    .setKeyPath(folder.resolve(DevCertificates.KEY).toString()));
    Vertx.vertx()
        .createHttpServer(options)
        .requestHandler(request ->
            request
                .body()
                .onSuccess(_ ->
                    request.response().putHeader("Content-Type", "application/json").end(ANSWER)))
        .listen(Integer.parseInt(args[2]), args[1])
        .onFailure(failure -> {
          throw new IllegalStateException(failure);
        });
    new CountDownLatch(1).await();
  }
}
