package io.ebbgate.sidecar.kernel;

import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.verdict.CountSource;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * {@code /proc/net/tcp} and {@code tcp6}: every socket of the network namespace, without times. For
 * gVisor, for kernels without {@code sock_diag} and for profiles of seccomp that forbid netlink.
 *
 * <p>The kernel writes 4 KiB at a time: a socket may be missing or twice in it while others come
 * and go.
 */
final class ProcNetTcp implements SocketSource {
  /** The machine's own files. */
  static final Path FOLDER = Path.of("/proc/self/net");

  /** All that counts is in a line's first 130 bytes. */
  private static final int LINE = 256;

  private static final int BUFFER = 8 << 10;

  private final Path folder;
  private final Ticker ticker;

  ProcNetTcp(Path folder, Ticker ticker) {
    this.folder = folder;
    this.ticker = ticker;
  }

  @Override
  public CountSource name() {
    return CountSource.PROC;
  }

  @Override
  public void read(ListenerFilter filter, SocketTally tally, long end) throws IOException {
    if (!filter.listeners(ListenerFilter.IPV4).isEmpty()) {
      try (InputStream file = open("tcp")) {
        read(file, ListenerFilter.IPV4, tally, end);
      }
    }
    if (!filter.listeners(ListenerFilter.IPV6).isEmpty()) {
      try (InputStream file = open("tcp6")) {
        read(file, ListenerFilter.IPV6, tally, end);
      }
    }
  }

  private InputStream open(String name) throws IOException {
    return new FileInputStream(folder.resolve(name).toFile());
  }

  /** Reads one file, of which the first line is a heading. */
  void read(InputStream file, int family, SocketTally tally, long end) throws IOException {
    byte[] buffer = new byte[BUFFER];
    byte[] line = new byte[LINE];
    ProcSocket socket = new ProcSocket();
    int length = 0;
    boolean heading = true;
    for (int count = file.read(buffer); count >= 0; count = file.read(buffer)) {
      if (end - ticker.nanos() <= 0) {
        throw new IOException("the time limit has passed");
      }
      for (int i = 0; i < count; i++) {
        if (buffer[i] != '\n') {
          if (length < LINE) {
            line[length++] = buffer[i];
          }
          continue;
        }
        if (!heading) {
          socket.read(line, length, family);
          if (socket.open()) {
            tally.visit(socket);
          }
        }
        heading = false;
        length = 0;
      }
    }
    if (heading || length > 0) {
      throw new IOException("the file is cut");
    }
  }
}
