package io.ebbgate.tool.cluster;

import io.ebbgate.certs.dev.DevCertificates;
import io.ebbgate.core.testkit.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * A server's certificate and its key, and the CA that signed it, PEM.
 *
 * @param ca that signed it
 */
record TlsPair(String certificate, String key, String ca) {
  /** One of a host, from that moment on. */
  static TlsPair of(String host, Duration life, InstantSource from) throws IOException {
    Path folder = Files.createTempDirectory("certificate");
    try {
      DevCertificates.write(folder, List.of(host), life, from);
      return new TlsPair(
          Files.readString(folder.resolve(DevCertificates.CERTIFICATE)),
          Files.readString(folder.resolve(DevCertificates.KEY)),
          Files.readString(folder.resolve(DevCertificates.CA_CERTIFICATE)));
    } finally {
      Files.delete(Folders.emptied(folder));
    }
  }
}
