package io.ebbgate.tool.load;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What one end of a connection on this machine has sent and the other has not read, as Linux counts
 * it (proc_pid_net(5): {@code tx_queue:rx_queue} of {@code /proc/net/tcp}).
 */
final class SocketQueues {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  private SocketQueues() {}

  /** Waits until the other end has read everything, or is closed. */
  static void awaitEmpty(Socket sender) throws IOException, InterruptedException {
    while (isAny(sender)) {
      Thread.sleep(1);
    }
  }

  private static boolean isAny(Socket sender) throws IOException {
    String here = port(sender.getLocalPort());
    String there = port(sender.getPort());
    for (Path table : TABLES) {
      for (String line : Files.readAllLines(table)) {
        String[] words = line.strip().split("\\s+", -1);
        boolean ours = words[1].endsWith(here) && words[2].endsWith(there);
        boolean theirs = words[1].endsWith(there) && words[2].endsWith(here);
        if ((ours && sent(words[4]) > 0) || (theirs && received(words[4]) > 0)) {
          return true;
        }
      }
    }
    return false;
  }

  private static String port(int number) {
    return ":%04X".formatted(number);
  }

  private static long sent(String queues) {
    return Long.parseLong(queues.substring(0, queues.indexOf(':')), 16);
  }

  private static long received(String queues) {
    return Long.parseLong(queues.substring(queues.indexOf(':') + 1), 16);
  }
}
