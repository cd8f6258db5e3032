package io.ebbgate.webhook.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.core.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientCaWatchIT {
  private static final Duration INTERVAL = Duration.ofMillis(20);

  @TempDir Path folder;
  private final List<List<X509Certificate>> required = new CopyOnWriteArrayList<>();
  private Path file;

  @BeforeEach
  void writes() throws IOException {
    file = Files.writeString(folder.resolve("client-ca.crt"), ca("first"));
  }

  @Test
  void requiresTheCasOfTheFileAtOnce() throws Exception {
    Files.writeString(file, ca("first") + ca("second"));
    try (var _ = ClientCaWatch.start(file, required::add, INTERVAL)) {
      assertThat(required.getLast()).hasSize(2).doesNotHaveDuplicates();
    }
  }

  @Test
  void requiresThoseOfAChangedFile() throws Exception {
    try (var _ = ClientCaWatch.start(file, required::add, INTERVAL)) {
      replace(ca("second"));
      Await.until("another CA", () -> required.size() == 2);

      assertThat(required.getLast()).doesNotContainAnyElementsOf(required.getFirst());
    }
  }

  /** No change of the file ends the requirement. */
  @ParameterizedTest
  @ValueSource(strings = {"", "no certificate"})
  void keepsThePreviousOnesWhileTheFileCantBeUsed(String text) throws Exception {
    try (var _ = ClientCaWatch.start(file, required::add, INTERVAL)) {
      replace(text);
      Thread.sleep(5 * INTERVAL.toMillis());
      Files.delete(file);
      Thread.sleep(5 * INTERVAL.toMillis());
      assertThat(required).hasSize(1);
      replace(ca("second"));
      Await.until("another CA", () -> required.size() == 2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no certificate", "-----BEGIN CERTIFICATE-----\nnothing\n"})
  void startsWithAUsableFileOnly(String text) throws Exception {
    Files.writeString(file, text);

    assertThatIOException()
        .isThrownBy(() -> ClientCaWatch.start(file, required::add, INTERVAL).close())
        .withMessageContaining(WebhookEnv.CLIENT_CA + " (" + file + ")")
        .withMessageEndingWith(".")
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
    assertThat(required).isEmpty();
  }

  @Test
  void startsWithAReadableFileOnly() {
    Path missing = folder.resolve("missing");

    assertThatIOException()
        .isThrownBy(() -> ClientCaWatch.start(missing, required::add, INTERVAL).close())
        .withMessage(
            WebhookEnv.CLIENT_CA
                + " is "
                + missing
                + "; allowed is a readable file of CA certificates as PEM.");
  }

  private String ca(String name) throws IOException {
    Path own = folder.resolve(name);
    DevCertificates.write(own, List.of(name), Duration.ofHours(1), InstantSource.system());
    return Files.readString(own.resolve(DevCertificates.CA_CERTIFICATE));
  }

  /** At once, as a mounted volume is swapped. */
  private void replace(String text) throws IOException {
    Path next = Files.writeString(folder.resolve("next"), text);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
