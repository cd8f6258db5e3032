package io.ebbgate.tool.kubelet;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where processes listen, read from {@code /proc}: a pod may listen on its own address only. */
final class ListeningSockets {
  private static final String LISTENING = "0A";
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  private ListeningSockets() {}

  /** The first listening socket of these processes that isn't bound to the address. */
  static Optional<String> elsewhere(List<ProcessHandle> processes, InetAddress address)
      throws IOException {
    Set<String> inodes = new HashSet<>();
    for (ProcessHandle process : processes) {
      inodes.addAll(sockets(process.pid()));
    }
    List<String> lines = new ArrayList<>();
    for (Path table : TABLES) {
      if (Files.exists(table)) {
        lines.addAll(Files.readAllLines(table));
      }
    }
    for (String line : lines) {
      String[] columns = line.strip().split("\\s+", -1);
      if (columns[3].equals(LISTENING) && inodes.contains(columns[9])) {
        InetAddress bound = address(columns[1]);
        if (!bound.equals(address)) {
          return Optional.of(bound.getHostAddress() + " port " + port(columns[1]));
        }
      }
    }
    return Optional.empty();
  }

  private static Set<String> sockets(long pid) throws IOException {
    Set<String> inodes = new HashSet<>();
    Path folder = Path.of("/proc", Long.toString(pid), "fd");
    if (!Files.isReadable(folder)) {
      return inodes;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String target = target(file);
        if (target.startsWith("socket:[")) {
          inodes.add(target.substring(8, target.length() - 1));
        }
      }
    }
    return inodes;
  }

  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  /** The kernel writes addresses as words of four bytes, each in the machine's (little) order. */
  private static InetAddress address(String local) throws IOException {
    byte[] raw = HexFormat.of().parseHex(local.substring(0, local.indexOf(':')));
    byte[] ordered = new byte[raw.length];
    for (int i = 0; i < raw.length; i++) {
      ordered[i] = raw[i / 4 * 4 + 3 - i % 4];
    }
    return InetAddress.getByAddress(ordered);
  }

  private static int port(String local) {
    return Integer.parseInt(local.substring(local.indexOf(':') + 1), 16);
  }
}
