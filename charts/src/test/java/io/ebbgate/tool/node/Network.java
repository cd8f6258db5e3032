package io.ebbgate.tool.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two networks joined by a wire: the one this JVM is in, and one beside it. No packet can leave
 * them, and their addresses are set aside for tests (RFC 2544, RFC 5737). A default route has to be
 * there, or neither kubelet nor kube-proxy starts: it leads to the other end of the wire.
 *
 * @param beside a process in the second network, which is there as long as it is
 */
record Network(Process beside) {
  private static final String FORWARD = "/proc/sys/net/ipv4/ip_forward";

  /** Lays the wire. The namespace of this JVM has to be its own. */
  static Network lay(NodeProcesses programs) throws IOException, InterruptedException {
    if (!Commands.run("ip -o link show").lines().allMatch(line -> line.contains(" lo: "))) {
      throw new IOException(
          "This process is in the machine's own network; mvn -Pcluster verify gives it another.");
    }
    Process beside =
        programs.run("node-b-network", List.of("unshare", "--net", "sleep", "infinity"));
    Network network = new Network(beside);
    network.awaitOwn();
    Commands.run("ip link set lo up");
    Commands.run("ip link add node-a type veth peer name node-b");
    Commands.run("ip link set node-b netns " + beside.pid());
    network.join(NodeName.A, NodeName.B);
    network.join(NodeName.B, NodeName.A);
    return network;
  }

  private void awaitOwn() throws IOException, InterruptedException {
    Path here = Path.of("/proc/self/ns/net");
    Path there = Path.of("/proc/" + beside.pid() + "/ns/net");
    for (int tries = 0;
        Files.readSymbolicLink(there).equals(Files.readSymbolicLink(here));
        tries++) {
      if (tries == 100) {
        throw new IOException("unshare made no second network.");
      }
      Thread.sleep(20);
    }
  }

  private void join(NodeName node, NodeName other) throws IOException, InterruptedException {
    on(node, "ip link set lo up");
    on(node, "ip addr add " + node.address() + "/24 dev " + node.wireName());
    on(node, "ip link set " + node.wireName() + " up");
    on(node, "ip route add default dev " + node.wireName());
    on(node, "ip route add " + other.pods() + " via " + other.address());
    var _ = Commands.run(in(node, List.of("sh", "-c", "echo 1 > " + FORWARD)));
  }

  private void on(NodeName node, String command) throws IOException, InterruptedException {
    var _ = Commands.run(in(node, List.of(command.split(" "))));
  }

  /** A command as it is run in that node's network. */
  List<String> in(NodeName node, List<String> command) {
    return switch (node) {
      case A -> command;
      case B -> {
        String net = "--net=/proc/" + beside.pid() + "/ns/net";
        yield Stream.concat(Stream.of("nsenter", net), command.stream()).toList();
      }
    };
  }
}
