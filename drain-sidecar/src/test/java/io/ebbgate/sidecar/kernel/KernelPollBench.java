package io.ebbgate.sidecar.kernel;

import static io.ebbgate.sidecar.kernel.KernelAnswers.listener;

import com.sun.management.ThreadMXBean;
import io.ebbgate.core.testkit.EnvoyAdmin;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one reading costs with 1, 1 000, 10 000 and 50 000 connections: wall clock, the thread's
 * processor time (most of it the kernel's) and allocation, of {@code sock_diag} and of {@code
 * /proc/net/tcp}; and what a poll of statistics costs where the address of an Envoy's admin
 * interface is given. A program, not a test: {@code main [HOST:PORT]}. It opens 100 000 files.
 */
final class KernelPollBench {
  private static final int[] SIZES = {1, 1_000, 10_000, 50_000};
  private static final int READINGS = 30;
  private static final int CLIENTS_OF_ADDRESS = 20_000;
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private KernelPollBench() {}

  public static void main(String[] args) throws Exception {
    List<SocketChannel> open = new ArrayList<>();
    System.out.println("connections source   median us   slowest us   cpu us   allocated bytes");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
      server.bind(new InetSocketAddress("127.0.0.1", 0), 4096);
      List<ListenerSocket> listeners =
          List.of(listener("127.0.0.1", server.socket().getLocalPort()));
      SocketSource files = new ProcNetTcp(ProcNetTcp.FOLDER, System::nanoTime);
      for (int size : SIZES) {
        while (open.size() < 2 * size) {
          connect(server, open);
        }
        KernelSockets kernel = new KernelSockets(System::nanoTime);
        measure(size + " sock_diag", () -> answered(kernel.read(listeners, LIMIT)));
        KernelSockets proc = new KernelSockets(System::nanoTime, files, files);
        measure(size + " proc", () -> answered(proc.read(listeners, LIMIT)));
      }
    } finally {
      for (SocketChannel each : open) {
        each.close();
      }
    }
    if (args.length > 0) {
      int colon = args[0].lastIndexOf(':');
      EnvoyAdmin admin =
          new EnvoyAdmin(
              new InetSocketAddress(
                  args[0].substring(0, colon), Integer.parseInt(args[0].substring(colon + 1))));
      measure("statistics", () -> admin.get("/stats?filter=downstream_(cx|rq)_(active|total)"));
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void answered(SocketReading reading) {
    if (reading instanceof SocketReading.Unknown(String cause)) {
      throw new IllegalStateException(cause);
    }
  }

  /** One source address has ports for some thousands only. */
  private static void connect(ServerSocketChannel server, List<SocketChannel> open)
      throws IOException {
    SocketChannel client = SocketChannel.open(StandardProtocolFamily.INET);
    open.add(client);
    byte[] source = {127, 1, 1, (byte) (1 + open.size() / 2 / CLIENTS_OF_ADDRESS)};
    client.bind(new InetSocketAddress(InetAddress.getByAddress(source), 0));
    client.connect(server.getLocalAddress());
    open.add(server.accept());
  }

  private static void measure(String what, Work work) throws IOException {
    for (int i = 0; i < READINGS; i++) {
      work.run();
    }
    long[] took = new long[READINGS];
    long cpu = THREADS.getCurrentThreadCpuTime();
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < READINGS; i++) {
      long start = System.nanoTime();
      work.run();
      took[i] = System.nanoTime() - start;
    }
    allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
    cpu = THREADS.getCurrentThreadCpuTime() - cpu;
    Arrays.sort(took);
    System.out.printf(
        "%-22s %10d %10d %10d %10d%n",
        what,
        took[READINGS / 2] / 1_000,
        took[READINGS - 1] / 1_000,
        cpu / READINGS / 1_000,
        allocated / READINGS);
  }
}
