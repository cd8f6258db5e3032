package io.ebbgate.sidecar.kernel;

import static io.ebbgate.sidecar.kernel.KernelAnswers.listener;
import static java.net.StandardProtocolFamily.INET;
import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.management.ThreadMXBean;
import io.ebbgate.core.testkit.ChildProcesses;
import io.ebbgate.core.testkit.EnvoyAdmin;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one reading costs with 1, 1 000, 10 000 and 50 000 connections: wall clock, the thread's
 * processor time (most of it the kernel's) and allocation, of {@code sock_diag} and of {@code
 * /proc/net/tcp}; and what a poll of statistics costs where the address of an Envoy's admin
 * interface is given. A program, not a test: {@code main [HOST:PORT]}.
 */
final class KernelPollBench {
  private static final int[] SIZES = {1, 1_000, 10_000, 50_000};
  private static final int READINGS = 20;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** A process may have 20 000 files open, and a connection takes two. */
  private static final int MOST_OF_PROCESS = 9_000;

  private static final String CHILD = "child";
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private KernelPollBench() {}

  private interface Work {
    void run() throws IOException;
  }

  public static void main(String[] args) throws Exception {
    if (args.length == 2 && args[0].equals(CHILD)) {
      hold(Integer.parseInt(args[1]));
      return;
    }
    System.out.println("connections source   median us slowest us     cpu us  allocated");
    for (int size : SIZES) {
      List<Process> children = new ArrayList<>();
      try {
        List<ListenerSocket> listeners = connected(size, children);
        KernelSockets kernel = new KernelSockets(System::nanoTime);
        measure(size + " sock_diag", () -> answered(kernel.read(listeners, LIMIT), size));
        SocketSource files = new ProcNetTcp(ProcNetTcp.FOLDER, System::nanoTime);
        KernelSockets proc = new KernelSockets(System::nanoTime, files, files);
        measure(size + " /proc/net/tcp", () -> answered(proc.read(listeners, LIMIT), size));
      } finally {
        children.forEach(ChildProcesses::killNow);
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

  /** In a process of its own: makes connections, says where, and holds them until it is ended. */
  private static void hold(int connections) throws IOException {
    try (LoopbackSockets sockets = LoopbackSockets.listen(INET, "127.0.0.1", 0)) {
      for (int i = 0; i < connections; i++) {
        sockets.connect(INET, "127.0.0.1");
      }
      System.out.println(sockets.port());
      System.out.flush();
      while (System.in.read() >= 0) {
        // Until the parent ends.
      }
    }
  }

  private static List<ListenerSocket> connected(int connections, List<Process> children)
      throws IOException {
    for (int left = connections; left > 0; left -= MOST_OF_PROCESS) {
      children.add(
          ChildProcesses.adopt(
              new ProcessBuilder(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-Xmx64m",
                      "-cp",
                      System.getProperty("java.class.path"),
                      KernelPollBench.class.getName(),
                      CHILD,
                      Integer.toString(Math.min(left, MOST_OF_PROCESS)))
                  .redirectError(ProcessBuilder.Redirect.INHERIT)
                  .start()));
    }
    List<ListenerSocket> listeners = new ArrayList<>();
    for (Process child : children) {
      listeners.add(
          listener("127.0.0.1", Integer.parseInt(child.inputReader(US_ASCII).readLine())));
    }
    return listeners;
  }

  private static void answered(SocketReading reading, int size) {
    if (!(reading instanceof SocketReading.Counted(var counts)) || counts.open() < 0.99 * size) {
      throw new IllegalStateException(reading.toString());
    }
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
        "%-20s %10d %10d %10d %10d%n",
        what,
        took[READINGS / 2] / 1_000,
        took[READINGS - 1] / 1_000,
        cpu / READINGS / 1_000,
        allocated / READINGS);
  }
}
