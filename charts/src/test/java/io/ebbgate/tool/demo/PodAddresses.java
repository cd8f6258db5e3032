package io.ebbgate.tool.demo;

import io.ebbgate.core.contract.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;

/** Loopback addresses for the demo's pods: 127.0.1.1 and on, or a later net where one is in use. */
public final class PodAddresses {
  private static final int NETS = 20;
  private static final int ADMIN = 9901;
  private static final List<Integer> PORTS =
      List.of(GatewayManifest.PORT, ADMIN, Ports.HOOK, Ports.CONTROL);

  private PodAddresses() {}

  /** Addresses of one net on which every port of a pod is free. */
  public static List<InetAddress> free(int count) throws IOException {
    for (int net = 1; net <= NETS; net++) {
      List<InetAddress> addresses = addresses(net, count);
      if (addresses.stream().allMatch(PodAddresses::isFree)) {
        return addresses;
      }
    }
    throw new IOException(
        "The ports %s are in use on 127.0.1.1 to 127.0.%d.%d: stop what uses them."
            .formatted(PORTS, NETS, count));
  }

  private static List<InetAddress> addresses(int net, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(host -> InetAddress.ofLiteral("127.0." + net + "." + host))
        .toList();
  }

  private static boolean isFree(InetAddress address) {
    for (int port : PORTS) {
      try (ServerSocket probe = new ServerSocket()) {
        probe.setReuseAddress(true);
        probe.bind(new InetSocketAddress(address, port));
      } catch (IOException inUse) {
        return false;
      }
    }
    return true;
  }
}
