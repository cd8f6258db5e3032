package io.ebbgate.sidecar.drain;

import io.ebbgate.core.config.StopOrder.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/** Whether a program of the pod listens. All addresses are in the pod's own network. */
record ListenProbe(List<SocketAddress> addresses) {
  private enum Answer {
    ACCEPTED,
    REFUSED,
    /** Such as a socket that this user may not open, or an address that the pod does not have. */
    UNKNOWN
  }

  ListenProbe {
    addresses = List.copyOf(addresses);
  }

  /** A container's; it may listen on the pod's address, on loopback, or on all. */
  static ListenProbe of(Endpoint endpoint, InetAddress pod) {
    return switch (endpoint) {
      case Endpoint.Socket(String path) ->
          new ListenProbe(List.of(UnixDomainSocketAddress.of(path)));
      case Endpoint.Port(int number) ->
          new ListenProbe(
              Stream.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"), pod)
                  .filter(address -> !address.isAnyLocalAddress())
                  .<SocketAddress>map(address -> new InetSocketAddress(address, number))
                  .toList());
    };
  }

  /** Those of the addresses where it listens now. */
  ListenProbe listening() {
    return new ListenProbe(
        addresses.stream().filter(each -> ask(each) == Answer.ACCEPTED).toList());
  }

  boolean isEmpty() {
    return addresses.isEmpty();
  }

  /** Whether each of the addresses refuses a connection. */
  boolean gone() {
    return addresses.stream().allMatch(each -> ask(each) == Answer.REFUSED);
  }

  private static Answer ask(SocketAddress address) {
    if (address instanceof UnixDomainSocketAddress socket && !Files.exists(socket.getPath())) {
      return Answer.REFUSED;
    }
    try (SocketChannel _ = SocketChannel.open(address)) {
      return Answer.ACCEPTED;
    } catch (ConnectException refused) {
      return Answer.REFUSED;
    } catch (IOException unknown) {
      return Answer.UNKNOWN;
    }
  }
}
