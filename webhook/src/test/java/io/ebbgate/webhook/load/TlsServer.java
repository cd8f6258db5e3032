package io.ebbgate.webhook.load;

import io.ebbgate.certs.issue.CaRequest;
import io.ebbgate.certs.issue.Credential;
import io.ebbgate.certs.issue.Issuer;
import io.ebbgate.certs.issue.LeafRequest;
import io.ebbgate.certs.issue.SubjectName;
import io.ebbgate.webhook.load.ScriptedServer.Peer;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** TLS with a fresh certificate, on the connections of a {@link ScriptedServer}. */
record TlsServer(SSLContext context) {
  /** With a certificate for another host. */
  static final TlsServer ANY_HOST = make();

  private static TlsServer make() {
    // One reading of the clock: a leaf made a second later would outlive its CA.
    Issuer issuer = new Issuer(InstantSource.fixed(Instant.now()), new SecureRandom());
    Duration day = Duration.ofDays(1);
    Credential ca = issuer.ca(new CaRequest("ca", day));
    List<SubjectName> names = List.of(SubjectName.parse("elsewhere.example"));
    Credential leaf = issuer.leaf(ca, new LeafRequest("server", names, day));
    SslContextBuilder server = SslContextBuilder.forServer(leaf.key(), leaf.chain());
    try {
      return new TlsServer(((JdkSslContext) server.sslProvider(SslProvider.JDK).build()).context());
    } catch (SSLException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /** The same connection over TLS; a reset of it still ends without close_notify. */
  Peer handshake(Peer peer) throws IOException {
    SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(peer.wire(), null, true);
    tls.startHandshake();
    return Peer.of(peer.number(), peer.wire(), tls, peer.requests());
  }
}
