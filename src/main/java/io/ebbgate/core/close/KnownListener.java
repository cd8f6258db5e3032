package io.ebbgate.core.close;

import io.ebbgate.core.config.HostPort;
import io.ebbgate.core.context.ListenerVersion;
import io.ebbgate.core.context.PortUse;
import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.drain.ListenerFacts.Protocol;
import java.util.List;
import java.util.Optional;

/**
 * One of Envoy's listeners, or a version of it.
 *
 * @param use of its port; empty where only its statistics could be read
 */
public record KnownListener(ListenerFacts facts, Optional<PortUse> use) {
  /** A listener of a config dump. */
  public static KnownListener of(ListenerVersion version) {
    return new KnownListener(version.listener(), Optional.of(version.use()));
  }

  String name() {
    return facts.name();
  }

  boolean binds() {
    return use.map(PortUse::binds).orElse(true);
  }

  /** Whether its clients come by UDP, of which a port is another one than TCP's. */
  private boolean datagrams() {
    return facts.protocol() == Protocol.UDP || facts.protocol() == Protocol.HTTP3;
  }

  /** Where it takes connections of TCP itself. */
  List<HostPort> addresses() {
    return binds() && !datagrams() ? facts.bound() : List.of();
  }

  /** Whether it has connections of TCP with a port of its own. */
  public boolean closable() {
    return refusal().isEmpty();
  }

  /** Why the kernel can't close its connections, as a sentence's end. */
  Optional<String> refusal() {
    if (datagrams()) {
      return Optional.of("its clients share a UDP socket");
    }
    if (facts.protocol() == Protocol.INTERNAL) {
      return Optional.of("it is internal to Envoy and has no sockets");
    }
    if (facts.bound().isEmpty()) {
      return Optional.of("it is not bound to an IP address and a port");
    }
    return binds()
        ? Optional.empty()
        : Optional.of(
            "it has no port of its own (bind_to_port): its connections come to the port of another"
                + " listener, which can't be told apart there");
  }
}
