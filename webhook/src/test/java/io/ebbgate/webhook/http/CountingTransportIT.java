package io.ebbgate.webhook.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.Await;
import io.ebbgate.webhook.http.ConnectionTable.Limits;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that come while the event loop is busy. */
@Timeout(30)
class CountingTransportIT {
  private static final int CLIENTS = 20;

  /** Bytes that the kernel keeps for a server that does not read. */
  private static final int QUEUED = 60_000;

  /** Each accepts some, before or after the event that it waits for. */
  private static final int TURNS = 10;

  private static final long TURN_NANOS =
      TimeUnit.MILLISECONDS.toNanos(CountingTransport.TURN_MILLIS);

  private final EventLoopGroup acceptor =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final CountDownLatch busy = new CountDownLatch(1);
  private final List<Socket> clients = new ArrayList<>();
  private final Reads reads = new Reads();

  @BeforeEach
  void keepsTheEventLoopBusy() throws InterruptedException {
    keepBusyUntil(busy);
  }

  private void keepBusyUntil(CountDownLatch end) throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    loop.execute(() -> {
      started.countDown();
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    started.await();
  }

  @AfterEach
  void stops() throws Exception {
    busy.countDown();
    disconnect();
    acceptor.shutdownGracefully().sync();
    loop.shutdownGracefully().sync();
  }

  /** Bytes that are read on all connections, and at most in one turn. */
  @ChannelHandler.Sharable
  private static final class Reads extends ChannelInboundHandlerAdapter {
    private final AtomicLong total = new AtomicLong();
    private final AtomicInteger active = new AtomicInteger();
    private final List<SocketAddress> order = new CopyOnWriteArrayList<>();
    private volatile Runnable afterEach = () -> {};
    private volatile int turn;
    private volatile int longestTurn;

    @Override
    public void channelActive(ChannelHandlerContext context) {
      var _ = active.incrementAndGet();
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // On one thread.
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      ByteBuf buffer = (ByteBuf) bytes;
      turn += buffer.readableBytes();
      longestTurn = Math.max(longestTurn, turn);
      var _ = total.addAndGet(buffer.readableBytes());
      var _ = buffer.release();
      order.add(context.channel().remoteAddress());
      afterEach.run();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      turn = 0;
    }
  }

  private Channel listen(ConnectionTable table) throws InterruptedException {
    return new ServerBootstrap()
        .group(acceptor, loop)
        .channelFactory(new CountingTransport(table).serverChannelFactory(false))
        .childHandler(reads)
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .sync()
        .channel();
  }

  private void connect(Channel server) throws Exception {
    connect(server, CLIENTS);
  }

  private void connect(Channel server, int many) throws Exception {
    for (int i = 0; i < many; i++) {
      InetSocketAddress address = (InetSocketAddress) server.localAddress();
      clients.add(new Socket(address.getAddress(), address.getPort()));
    }
    for (int i = 0; i < TURNS; i++) {
      acceptor.submit(() -> {}).sync();
    }
  }

  /** When all have been accepted, this one has had a review. */
  private void becomesAnApiServer(Socket client, ConnectionTable table)
      throws InterruptedException {
    Await.until("all are open", () -> reads.active.get() == clients.size());
    table.established(address(client));
    table.answered(address(client), true);
  }

  private static InetSocketAddress address(Socket client) {
    return new InetSocketAddress(client.getLocalAddress(), client.getLocalPort());
  }

  private static void write(Socket client) {
    try {
      client.getOutputStream().write(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void disconnect() throws IOException {
    for (Socket each : clients) {
      each.close();
    }
  }

  private static ConnectionTable table(int handshakes) {
    return new ConnectionTable(new Limits(100, 100, handshakes), System::nanoTime, _ -> {});
  }

  @Test
  void waitInTheKernelSoThatOpenOnesDoNotWaitBehindThem() throws Exception {
    ConnectionTable table = table(100);

    connect(listen(table));

    assertThat(table.size()).isEqualTo(CountingTransport.MOST_ARRIVING);
  }

  @Test
  void areAllAcceptedWhenItIsNot() throws Exception {
    ConnectionTable table = table(100);
    connect(listen(table));

    busy.countDown();

    Await.until("all are accepted", () -> table.size() == CLIENTS);
  }

  @Test
  void areForgottenWhenTheyWereClosedForOthersBeforeIt() throws Exception {
    ConnectionTable table = table(1);
    connect(listen(table));
    busy.countDown();

    disconnect();

    Await.until("none is left", () -> table.isEmpty());
  }

  /** A longer turn than the delay within which the port looks again. */
  @Test
  void stayWhereTheirNextRequestHadArrivedBeforeTheyWereToBeClosed() throws Exception {
    ConnectionTable table = new ConnectionTable(new Limits(1, 1, 1), System::nanoTime, _ -> {});
    Channel server = listen(table);
    connect(server, 1);
    busy.countDown();
    Socket apiServer = clients.getFirst();
    becomesAnApiServer(apiServer, table);
    CountDownLatch turn = new CountDownLatch(1);
    keepBusyUntil(turn);

    write(apiServer);
    connect(server, 1);
    long accepted = System.nanoTime();
    while (System.nanoTime() - accepted < 2 * TURN_NANOS) {
      Thread.onSpinWait();
    }
    turn.countDown();

    Await.until("it is read", () -> reads.total.get() == 1);
  }

  /** The read of another may be a handshake's. */
  @Test
  void areReadAfterTwoOthersAtMostWhereTheyHaveHadAReview() throws Exception {
    ConnectionTable table = table(100);
    connect(listen(table));
    busy.countDown();
    Socket apiServer = clients.getFirst();
    becomesAnApiServer(apiServer, table);
    CountDownLatch turn = new CountDownLatch(1);
    keepBusyUntil(turn);
    clients.forEach(CountingTransportIT::write);
    // Always has something to be read, as far as the test can see.
    reads.afterEach = () -> write(apiServer);

    turn.countDown();
    Await.until("all are read", () -> Set.copyOf(reads.order).size() == CLIENTS);

    int others = 0;
    int most = 0;
    for (SocketAddress each : reads.order) {
      others = each.equals(address(apiServer)) ? 0 : others + 1;
      most = Math.max(most, others);
    }
    assertThat(most).isLessThanOrEqualTo(2);
    reads.afterEach = () -> {};
  }

  @Test
  void areReadALittleAtATimeSoThatOthersDoNotWaitForOne() throws Exception {
    connect(listen(table(100)));
    clients.getFirst().getOutputStream().write(new byte[QUEUED]);

    busy.countDown();

    Await.until("all is read", () -> reads.total.get() == QUEUED);
    assertThat(reads.longestTurn).isLessThanOrEqualTo(CountingTransport.MOST_READ);
  }
}
