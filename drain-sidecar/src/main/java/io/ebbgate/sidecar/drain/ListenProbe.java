package io.ebbgate.sidecar.drain;

import io.ebbgate.core.config.StopOrder.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.stream.Stream;

/** Whether a program of the pod listens. All addresses are in the pod's own network. */
record ListenProbe(List<SocketAddress> addresses) {
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

  /** Whether one of the addresses takes a connection, or can't be asked. */
  boolean accepts() {
    return addresses.stream().anyMatch(ListenProbe::accepts);
  }

  private static boolean accepts(SocketAddress address) {
    try (SocketChannel _ = SocketChannel.open(address)) {
      return true;
    } catch (ConnectException refused) {
      return false;
    } catch (SocketException absent) {
      // A Unix socket without its file, or an address that this pod does not have.
      return false;
    } catch (IOException unknown) {
      return true;
    }
  }
}
