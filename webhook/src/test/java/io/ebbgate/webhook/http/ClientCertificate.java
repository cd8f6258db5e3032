package io.ebbgate.webhook.http;

import io.ebbgate.core.testkit.Trust;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;

/** A client certificate, as an API server has one, with the CA that signed it. */
record ClientCertificate(X509Certificate ca, List<X509Certificate> chain, PrivateKey key) {
  private static final String CA = "ca";
  private static final String CLIENT = "client";
  private static final String PASSWORD = "changeit";

  /**
   * Issues one with a CA of its own.
   *
   * @param folder for temporary files
   * @param usage its extended key usage, {@code clientAuth} or {@code serverAuth}
   */
  static ClientCertificate issue(Path folder, String usage) throws Exception {
    Path file = Files.createTempDirectory(folder, "keys").resolve("keys.p12");
    keytool(file, "-alias", CA, "-dname", "CN=client-ca", "-ext", "bc:c");
    keytool(file, "-alias", CLIENT, "-dname", "CN=api", "-signer", CA, "-ext", "eku=" + usage);
    KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    return new ClientCertificate(
        (X509Certificate) keys.getCertificate(CA),
        Stream.of(keys.getCertificateChain(CLIENT)).map(X509Certificate.class::cast).toList(),
        (PrivateKey) keys.getKey(CLIENT, PASSWORD.toCharArray()));
  }

  private static void keytool(Path file, String... arguments) throws Exception {
    Path log = file.resolveSibling("log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-validity", "2"));
    command.addAll(List.of("-storepass", PASSWORD, "-keystore", file.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(Files.readString(log));
    }
  }

  /** A client that sends it, whichever CA the server asks for, and trusts that server CA only. */
  SSLContext client(Path serverCa) throws IOException {
    return Trust.these(Files.readString(serverCa), new Sender());
  }

  private final class Sender extends X509ExtendedKeyManager {
    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {CLIENT};
    }

    @Override
    public String chooseClientAlias(String[] type, Principal[] issuers, Socket socket) {
      return CLIENT;
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      throw new UnsupportedOperationException();
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return chain.toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }
  }
}
