package io.ebbgate.system.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The clients of an {@link Attack}, from several addresses, until they are closed. */
final class Attackers implements AutoCloseable {
  private static final int SOURCES = 20;
  private static final int PATIENCE_MILLIS = 5_000;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Socket> kept = new ConcurrentLinkedQueue<>();
  private final AtomicInteger attempts = new AtomicInteger();
  private final Attack attack;
  private final InetSocketAddress webhook;
  private final SSLContext trust;
  private final byte[] bytes;
  private volatile boolean closed;

  private Attackers(Attack attack, InetSocketAddress webhook, SSLContext trust) {
    this.attack = attack;
    this.webhook = webhook;
    this.trust = trust;
    bytes = attack.bytes();
  }

  static Attackers start(Attack attack, InetSocketAddress webhook, SSLContext trust) {
    Attackers attackers = new Attackers(attack, webhook, trust);
    for (int i = 0; i < attack.clients(); i++) {
      attackers.threads.execute(attackers::run);
    }
    return attackers;
  }

  /** How many connections were opened so far. */
  int attempts() {
    return attempts.get();
  }

  private void run() {
    int number = attempts.getAndIncrement();
    while (!closed && number < attack.most()) {
      try {
        send(number);
      } catch (IOException refused) {
        // As it should be; the next one is another connection.
      }
      number = attempts.getAndIncrement();
    }
  }

  private void send(int number) throws IOException {
    Socket socket = new Socket();
    kept.add(socket);
    socket.bind(
        new InetSocketAddress(InetAddress.ofLiteral("127.0.9." + (1 + number % SOURCES)), 0));
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(webhook, PATIENCE_MILLIS);
    Socket client = attack.tls() ? tls(socket) : socket;
    client.getOutputStream().write(bytes);
    if (!attack.keeps()) {
      var _ = client.getInputStream().read();
      kept.remove(socket);
      socket.close();
    }
  }

  private SSLSocket tls(Socket socket) throws IOException {
    SSLSocket tls = (SSLSocket) trust.getSocketFactory().createSocket(socket, "webhook", 1, true);
    tls.startHandshake();
    return tls;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    for (Socket each : kept) {
      each.close();
    }
    threads.close();
  }
}
