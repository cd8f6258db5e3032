package io.ebbgate.core.close;

import io.ebbgate.core.config.HostPort;
import io.ebbgate.core.context.PortUse;
import io.ebbgate.core.drain.ListenerFacts;
import io.ebbgate.core.drain.ListenerFacts.Direction;
import io.ebbgate.core.drain.ListenerFacts.Protocol;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Listeners for tests. */
final class ListenerExample {
  private ListenerExample() {}

  static KnownListener tcp(String name, String... addresses) {
    return listener(name, Protocol.TCP, Optional.of(PortUse.PLAIN), addresses);
  }

  static KnownListener listener(
      String name, Protocol protocol, Optional<PortUse> use, String... addresses) {
    List<HostPort> bound =
        Stream.of(addresses).map(each -> HostPort.parse(each).orElseThrow()).toList();
    return new KnownListener(
        new ListenerFacts(
            name,
            bound.isEmpty() ? name : bound.getFirst().toString(),
            bound,
            name,
            protocol,
            Direction.UNSPECIFIED,
            false,
            Set.of(),
            Set.of()),
        use);
  }
}
