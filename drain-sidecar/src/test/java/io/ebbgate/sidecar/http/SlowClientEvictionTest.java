package io.ebbgate.sidecar.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SlowClientEvictionTest {
  private static final int FLOOD = 5000;

  private final AtomicInteger evicted = new AtomicInteger();
  private final SlowClientEviction slow = new SlowClientEviction(evicted::incrementAndGet);

  /** Waits are counted, not measured: one of 100 ms a connection delayed the hook behind them. */
  @Test
  void takesAConnectionWithoutAWaitHoweverManySilentOnesThereAre() throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().threadId();
    List<Socket> flood = new ArrayList<>();
    long before = threads.getThreadInfo(thread).getWaitedCount();
    for (int i = 0; i < FLOOD; i++) {
      Socket silent = new Silent();
      flood.add(silent);
      slow.add(silent);
    }
    long after = threads.getThreadInfo(thread).getWaitedCount();

    assertThat(after - before).isZero();
    assertThat(evicted).hasValue(FLOOD - SlowClientEviction.MOST);
    assertThat(flood.subList(0, FLOOD - SlowClientEviction.MOST)).allMatch(Socket::isClosed);
    assertThat(flood.subList(FLOOD - SlowClientEviction.MOST, FLOOD)).noneMatch(Socket::isClosed);
  }

  /** A connection of loopback on which nothing has arrived. */
  private static final class Silent extends SentBytes {
    Silent() {
      super("");
    }

    @Override
    public InetAddress getInetAddress() {
      return InetAddress.getLoopbackAddress();
    }
  }
}
