package io.ebbgate.tool.load;

import io.ebbgate.certs.issue.CaRequest;
import io.ebbgate.certs.issue.Credential;
import io.ebbgate.certs.issue.Issuer;
import io.ebbgate.certs.issue.LeafRequest;
import io.ebbgate.certs.issue.SubjectName;
import io.ebbgate.tool.load.ScriptedServer.Peer;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** TLS with a fresh certificate, on the connections of a {@link ScriptedServer}. */
record TlsServer(SSLContext context) {
  private static final char[] NO_PASSWORD = {};

  /** With a certificate for another host. */
  static final TlsServer ANY_HOST = make();

  private static TlsServer make() {
    try {
      return new TlsServer(context("elsewhere.example"));
    } catch (GeneralSecurityException | IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static SSLContext context(String host) throws GeneralSecurityException, IOException {
    // One reading of the clock: a leaf made a second later would outlive its CA.
    Issuer issuer = new Issuer(InstantSource.fixed(Instant.now()), new SecureRandom());
    Duration day = Duration.ofDays(1);
    Credential ca = issuer.ca(new CaRequest("ca", day));
    List<SubjectName> names = List.of(SubjectName.parse(host));
    Credential leaf = issuer.leaf(ca, new LeafRequest("server", names, day));
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, NO_PASSWORD);
    store.setKeyEntry("server", leaf.key(), NO_PASSWORD, leaf.chain().toArray(Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /** The same connection over TLS; a reset of it still ends without close_notify. */
  Peer handshake(Peer peer) throws IOException {
    SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(peer.wire(), null, true);
    tls.startHandshake();
    return Peer.of(peer.number(), peer.wire(), tls, peer.requests());
  }
}
