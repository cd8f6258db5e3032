package io.ebbgate.system.switchover;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * A client that writes rows one after the other and connects again at once when its connection
 * ends. A row without an answer is written again: it may be there.
 */
final class WritingClient implements AutoCloseable {
  private final String name;
  private final IntSupplier port;
  private final Thread thread;
  private final List<String> acknowledged = new ArrayList<>();
  private volatile boolean stopped;
  private final AtomicLong rows = new AtomicLong();

  private WritingClient(String name, IntSupplier port) {
    this.name = name;
    this.port = port;
    thread = Thread.ofVirtual().unstarted(this::run);
  }

  /**
   * Starts one.
   *
   * @param port of loopback, asked for before each connection
   */
  static WritingClient start(String name, IntSupplier port) {
    WritingClient client = new WritingClient(name, port);
    client.thread.start();
    return client;
  }

  private void run() {
    while (!stopped) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.getAsInt())) {
        socket.setSoTimeout(2_000);
        socket.setTcpNoDelay(true);
        write(socket);
      } catch (IOException | IllegalArgumentException _) {
        pause(2);
      }
    }
  }

  private void write(Socket socket) throws IOException {
    BufferedReader answers =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    while (!stopped) {
      String row = name + " " + rows.get();
      socket.getOutputStream().write((row + "\n").getBytes(US_ASCII));
      String answer = answers.readLine();
      if (answer == null) {
        return;
      }
      if (answer.equals("ok")) {
        synchronized (acknowledged) {
          acknowledged.add(row);
        }
        var _ = rows.incrementAndGet();
      }
      pause(5);
    }
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many it has written. */
  long rows() {
    return rows.get();
  }

  /** Those that were acknowledged. */
  List<String> acknowledged() {
    synchronized (acknowledged) {
      return List.copyOf(acknowledged);
    }
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join(5_000);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
