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
    return accept(table, client, () -> {});
  }

  /** With what arrives at the connection when it is about to be closed. */
  private boolean accept(ConnectionTable table, InetSocketAddress client, Runnable arrival) {
    return table
        .accepted(
            client,
            confirmed -> {
              arrival.run();
              if (confirmed.getAsBoolean()) {
                closed.add(client);
              }
            })
        .isPresent();
  }

  private InetSocketAddress reviewed(ConnectionTable table, InetSocketAddress client) {
    table.reviewing(idle(table, client));
    table.answered(client, true);
    return client;
  }

  private InetSocketAddress idle(ConnectionTable table, InetSocketAddress client) {
    assertThat(accept(table, client)).isTrue();
    table.established(client);
    return client;
  }

  @Test
  void closesTheLongestIdleForANewOne() {
    ConnectionTable table = table(2, 2, 2);
    InetSocketAddress first = reviewed(table, client(1, 1));
    reviewed(table, client(2, 1));

    boolean stays = accept(table, client(3, 1));

    assertThat(stays).isTrue();
    assertThat(closed).containsExactly(first);
    assertThat(causes).containsExactly(CloseCause.TOTAL);
    assertThat(table.size()).isEqualTo(2);
  }

  @Test
  void closesOneThatNeverHadAReviewBeforeOneThatHadButIsIdleLonger() {
    ConnectionTable table = table(2, 2, 2);
    reviewed(table, client(1, 1));
    InetSocketAddress silent = idle(table, client(2, 1));

    accept(table, client(3, 1));

    assertThat(closed).containsExactly(silent);
  }

  /** Where clients that are no API server have sent a review on most connections. */
  @Test
  void closesOneThatHadAReviewBeforeTheOnlyNewOne() {
    ConnectionTable table = table(8, 8, 8);
    InetSocketAddress longest = reviewed(table, client(1, 1));
    for (int port = 2; port <= 7; port++) {
      reviewed(table, client(1, port));
    }
    idle(table, client(2, 1));

    accept(table, client(3, 1));

    assertThat(closed).containsExactly(longest);
  }

  @Test
  void closesAnIdleOneBeforeOneWhoseNextRequestArrives() {
    ConnectionTable table = table(2, 2, 2);
    InetSocketAddress receives = reviewed(table, client(1, 1));
    InetSocketAddress idle = reviewed(table, client(2, 1));
    table.receiving(receives);

    accept(table, client(3, 1));

    assertThat(closed).containsExactly(idle);
  }

  @Test
  void closesAnotherWhereARequestHasArrivedInTheMeantime() {
    ConnectionTable table = table(8, 8, 8);
    InetSocketAddress first = client(1, 1);
    accept(table, first, () -> table.receiving(first));
    table.established(first);
    table.answered(first, true);
    InetSocketAddress second = reviewed(table, client(1, 2));
    for (int port = 3; port <= 8; port++) {
      reviewed(table, client(1, port));
    }

    boolean stays = accept(table, client(3, 1));

    assertThat(stays).isTrue();
    assertThat(closed).containsExactly(second);
    assertThat(table.size()).isEqualTo(8);
  }

  @Test
  void keepsAHandshakeThatHasEndedInTheMeantime() {
    ConnectionTable table = table(9, 9, 1);
    InetSocketAddress done = client(1, 1);
    accept(table, done, () -> table.established(done));

    accept(table, client(2, 1));

    assertThat(closed).isEmpty();
    assertThat(table.size()).isEqualTo(2);
  }

  @Test
  void closesAHandshakeOfAnAddressWithoutReviewsFirst() {
    ConnectionTable table = table(9, 9, 3);
    reviewed(table, client(1, 1));
    accept(table, client(1, 2));
    accept(table, client(1, 3));
    InetSocketAddress unknown = client(2, 1);
    accept(table, unknown);

    accept(table, client(3, 1));

    assertThat(closed).containsExactly(unknown);
  }

  @Test
  void remembersAnAddressThatWasAnsweredAReviewWhenItHasNoConnection() {
    ConnectionTable table = table(9, 9, 3);
    ConnectionTable.Connection ended = table.accepted(client(1, 1), _ -> {}).orElseThrow();
    table.reviewing(client(1, 1));
    table.answered(client(1, 1), true);
    table.closed(ended);
    accept(table, client(1, 2));
    accept(table, client(1, 3));
    InetSocketAddress unknown = client(2, 1);
    accept(table, unknown);

    accept(table, client(3, 1));

    assertThat(closed).containsExactly(unknown);
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
      var connection = table.accepted(client, _ -> closed.add(client)).orElseThrow();
      table.established(client);
      table.closed(connection);
      table.closed(connection);
    }

    assertThat(table.size()).isZero();
    assertThat(causes).isEmpty();
  }
}
