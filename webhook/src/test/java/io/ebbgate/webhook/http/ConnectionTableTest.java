package io.ebbgate.webhook.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.webhook.http.ConnectionTable.CloseCause;
import io.ebbgate.webhook.http.ConnectionTable.Limits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConnectionTableTest {
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 2);
  private final List<CloseCause> causes = new ArrayList<>();
  private final List<InetSocketAddress> closed = new ArrayList<>();

  private ConnectionTable table(int total, int perSource, int handshakes) {
    Limits limits = new Limits(total, perSource, handshakes);
    return new ConnectionTable(limits, clock::incrementAndGet, causes::add);
  }

  private static InetSocketAddress client(int host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("10.0.0." + host), port);
  }

  private boolean accept(ConnectionTable table, InetSocketAddress client) {
    return table.accepted(client, () -> closed.add(client)).isPresent();
  }

  private InetSocketAddress idle(ConnectionTable table, InetSocketAddress client) {
    assertThat(accept(table, client)).isTrue();
    table.established(client);
    return client;
  }

  @Test
  void closesTheLongestIdleForANewOne() {
    ConnectionTable table = table(2, 2, 2);
    InetSocketAddress first = idle(table, client(1, 1));
    InetSocketAddress second = idle(table, client(2, 1));
    table.reviewing(first);
    table.answered(first, true);
    table.reviewing(second);
    table.answered(second, true);

    boolean stays = accept(table, client(3, 1));

    assertThat(stays).isTrue();
    assertThat(closed).containsExactly(first);
    assertThat(causes).containsExactly(CloseCause.TOTAL);
    assertThat(table.size()).isEqualTo(2);
  }

  @Test
  void closesOneThatNeverHadAReviewBeforeOneThatHadButIsIdleLonger() {
    ConnectionTable table = table(2, 2, 2);
    InetSocketAddress apiServer = idle(table, client(1, 1));
    table.reviewing(apiServer);
    table.answered(apiServer, true);
    InetSocketAddress silent = idle(table, client(2, 1));

    accept(table, client(3, 1));

    assertThat(closed).containsExactly(silent);
  }

  @Test
  void refusesANewOneWhileAllReview() {
    ConnectionTable table = table(1, 1, 1);
    InetSocketAddress busy = idle(table, client(1, 1));
    table.reviewing(busy);

    boolean stays = accept(table, client(2, 1));

    assertThat(stays).isFalse();
    assertThat(closed).isEmpty();
    assertThat(table.size()).isEqualTo(1);
    assertThat(causes).containsExactly(CloseCause.TOTAL);
  }

  @Test
  void closesOneOfTheSameAddressWhereThatHasTooMany() {
    ConnectionTable table = table(9, 2, 9);
    idle(table, client(1, 1));
    InetSocketAddress longest = idle(table, client(2, 1));
    idle(table, client(2, 2));

    accept(table, client(2, 3));

    assertThat(closed).containsExactly(longest);
    assertThat(causes).containsExactly(CloseCause.SOURCE);
  }

  @Test
  void closesAHandshakeOfTheAddressThatHasMostOfThem() {
    ConnectionTable table = table(9, 9, 3);
    accept(table, client(1, 1));
    accept(table, client(2, 1));
    accept(table, client(2, 2));

    accept(table, client(3, 1));

    assertThat(closed)
        .singleElement()
        .extracting(InetSocketAddress::getAddress)
        .isEqualTo(client(2, 1).getAddress());
    assertThat(causes).containsExactly(CloseCause.HANDSHAKES);
  }

  /** Twice as many new ones as the limit come before a handshake ends, all of one address. */
  @Test
  void letsSomeHandshakesEndWhereMoreArriveThanCanBeDone() {
    int ended = 0;
    for (int attempt = 0; attempt < 200; attempt++) {
      closed.clear();
      ConnectionTable table = table(100, 100, 20);
      for (int port = 1; port <= 60; port++) {
        accept(table, client(1, port));
      }
      ended += closed.contains(client(1, 20)) ? 0 : 1;
    }

    assertThat(ended).isPositive();
  }

  @Test
  void countsNothingThatHasEnded() {
    ConnectionTable table = table(1, 1, 1);
    for (int port = 1; port <= 5; port++) {
      InetSocketAddress client = client(1, port);
      var connection = table.accepted(client, () -> closed.add(client)).orElseThrow();
      table.established(client);
      table.closed(connection);
      table.closed(connection);
    }

    assertThat(table.size()).isZero();
    assertThat(causes).isEmpty();
  }
}
