package io.ebbgate.core.close;

import static io.ebbgate.core.close.ListenerExample.listener;
import static io.ebbgate.core.close.ListenerExample.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.close.CloseDecision.Accepted;
import io.ebbgate.core.close.CloseDecision.NotClosable;
import io.ebbgate.core.close.CloseDecision.Outdated;
import io.ebbgate.core.close.CloseDecision.Shared;
import io.ebbgate.core.close.CloseDecision.UnknownListener;
import io.ebbgate.core.config.HostPort;
import io.ebbgate.core.context.PortUse;
import io.ebbgate.core.drain.ListenerFacts.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CloseDecisionTest {
  private static final CloseRequest PLAIN = request(false, false);
  private static final CloseRequest DRY = request(true, false);
  private static final CloseRequest AGREED = request(false, true);

  private static CloseRequest request(boolean dryRun, boolean shared) {
    return new CloseRequest(
        new CloseScope(List.of(), Duration.ZERO, shared), CloseTiming.AT_ONCE, dryRun, "");
  }

  private static CloseDecision decide(CloseRequest request, String name, KnownListener... all) {
    return CloseDecision.of(List.of(all), Optional.empty(), name, request);
  }

  /** With the ports that these listeners have by now. */
  private static CloseDecision now(Map<String, List<Integer>> ports, KnownListener... all) {
    return CloseDecision.of(List.of(all), Optional.of(ports), "db", PLAIN);
  }

  private static CloseTarget target(CloseDecision decision) {
    return ((Accepted) decision).target();
  }

  private static HostPort address(String text) {
    return HostPort.parse(text).orElseThrow();
  }

  private static PortUse chains(int many, String... names) {
    return new PortUse(true, false, many, List.of(names));
  }

  @Test
  void takesTheAddressesOfAllVersionsOfTheListener() {
    CloseTarget target =
        target(
            decide(
                PLAIN,
                "db",
                tcp("db", "0.0.0.0:3306", "[::]:3306"),
                tcp("db", "0.0.0.0:3307"),
                tcp("other", "0.0.0.0:5432")));

    assertThat(target.addresses())
        .containsExactly(address("0.0.0.0:3306"), address("[::]:3306"), address("0.0.0.0:3307"));
    assertThat(target.others()).isEmpty();
    assertThat(target.shared().any()).isFalse();
  }

  @Test
  void leavesOutWhatTheKernelGivesToAListenerOfOneAddressOfThePort() {
    CloseTarget target =
        target(
            decide(
                PLAIN,
                "all",
                tcp("all", "0.0.0.0:3306"),
                tcp("one", "10.0.0.7:3306"),
                tcp("another family", "[fd00::7]:3306"),
                tcp("another port", "10.0.0.7:3307")));

    assertThat(target.others()).containsExactly(address("10.0.0.7:3306"));
    assertThat(target.shared().any()).isFalse();
    assertThat(
            target(decide(PLAIN, "one", tcp("all", "0.0.0.0:3306"), tcp("one", "10.0.0.7:3306")))
                .others())
        .isEmpty();
  }

  @Test
  void namesTheListenersThereAreWhereItIsUnknown() {
    assertThat(decide(PLAIN, "dv", tcp("db", "0.0.0.0:1"), tcp("db", "0.0.0.0:1"), tcp("web")))
        .isEqualTo(new UnknownListener("dv", List.of("db", "web")));
  }

  @ParameterizedTest
  @EnumSource(names = {"UDP", "HTTP3", "INTERNAL"})
  void refusesWhatHasNoConnectionsOfTcp(Protocol protocol) {
    assertThat(
            decide(PLAIN, "it", listener("it", protocol, Optional.of(PortUse.PLAIN), "0.0.0.0:53")))
        .isInstanceOf(NotClosable.class);
  }

  @Test
  void refusesAListenerOnAUnixSocketAndOneWithoutAPort() {
    PortUse without = new PortUse(false, false, 1, List.of());

    assertThat(decide(PLAIN, "pipe", tcp("pipe"))).isInstanceOf(NotClosable.class);
    assertThat(
            decide(AGREED, "v", listener("v", Protocol.TCP, Optional.of(without), "10.0.0.1:3306")))
        .isInstanceOfSatisfying(
            NotClosable.class, refused -> assertThat(refused.why()).contains("bind_to_port"));
  }

  /** Tenants that are told apart by the name of TLS have one socket. */
  @Test
  void saysWhichFilterChainsWouldBeHitAndHitsThemOnlyIfThatIsAgreedTo() {
    KnownListener tls =
        listener(
            "tls",
            Protocol.TCP,
            Optional.of(chains(3, "a (a.example)", "b.example")),
            "0.0.0.0:443");

    assertThat(decide(PLAIN, "tls", tls))
        .isInstanceOfSatisfying(
            Shared.class,
            shared ->
                assertThat(shared.sentence())
                    .contains("all its 3 filter chains", "a (a.example), b.example"));
    assertThat(decide(AGREED, "tls", tls)).isInstanceOf(Accepted.class);
    assertThat(target(decide(DRY, "tls", tls)).shared().any()).isTrue();
  }

  @Test
  void saysWhichListenersWouldBeHitAtTheSameAddress() {
    assertThat(decide(PLAIN, "db", tcp("db", "0.0.0.0:3306"), tcp("old", "0.0.0.0:3306")))
        .isInstanceOfSatisfying(
            Shared.class, shared -> assertThat(shared.sentence()).contains("those of old"));
  }

  @Test
  void saysWhichListenersGetTheirConnectionsFromThisOne() {
    KnownListener virtual =
        listener(
            "all",
            Protocol.TCP,
            Optional.of(new PortUse(true, true, 1, List.of())),
            "0.0.0.0:15001");
    KnownListener db =
        listener(
            "db",
            Protocol.TCP,
            Optional.of(new PortUse(false, false, 1, List.of())),
            "10.0.0.1:33");

    assertThat(decide(PLAIN, "all", virtual, db))
        .isInstanceOfSatisfying(
            Shared.class, shared -> assertThat(shared.sentence()).contains("those of db"));
  }

  @Test
  void unknownFilterChainsAreNotOne() {
    KnownListener unknown = listener("db", Protocol.MIXED, Optional.empty(), "0.0.0.0:3306");

    assertThat(decide(PLAIN, "db", unknown)).isInstanceOf(Shared.class);
    assertThat(decide(AGREED, "db", unknown)).isInstanceOf(Accepted.class);
  }

  /** HTTP/3 beside HTTP on the port of the same number. */
  @Test
  void aPortOfUdpIsAnotherOne() {
    KnownListener quic =
        listener("quic", Protocol.HTTP3, Optional.of(PortUse.PLAIN), "0.0.0.0:443");
    KnownListener one = listener("one", Protocol.UDP, Optional.of(PortUse.PLAIN), "10.0.0.7:443");

    CloseTarget target = target(decide(PLAIN, "tls", tcp("tls", "0.0.0.0:443"), quic, one));

    assertThat(target.shared().any()).isFalse();
    assertThat(target.others()).isEmpty();
  }

  @Test
  void listenersThatAreAsTheyWereReadAreNotOutdated() {
    Map<String, List<Integer>> same = Map.of("db", List.of(3306), "web", List.of(80));
    KnownListener db = tcp("db", "0.0.0.0:3306");

    assertThat(now(same, db, tcp("web", "0.0.0.0:80"))).isInstanceOf(Accepted.class);
    assertThat(now(same, db, tcp("db", "0.0.0.0:3307"))).isInstanceOf(Accepted.class);
    assertThat(now(Map.of(), db)).as("it drains").isInstanceOf(Accepted.class);
    assertThat(now(Map.of("", List.of(3306)), db)).as("no name").isInstanceOf(Accepted.class);
    assertThat(now(Map.of("web", List.of(80)), tcp("web", "0.0.0.0:80")))
        .isInstanceOf(UnknownListener.class);
  }

  @Test
  void aListenerThatHasJustMovedOrWhosePortHasIsOutdated() {
    KnownListener db = tcp("db", "0.0.0.0:3306");

    assertThat(now(Map.of("db", List.of(3307)), db)).isEqualTo(new Outdated("db"));
    assertThat(now(Map.of("db", List.of(3306)))).isEqualTo(new Outdated("db"));
    assertThat(now(Map.of("tenant", List.of(3306)), db)).isEqualTo(new Outdated("db"));
    assertThat(now(Map.of("tenant", List.of(3306)), db, tcp("tenant", "0.0.0.0:1")))
        .isEqualTo(new Outdated("db"));
  }

  @Test
  void theSentenceStaysShortWhateverThereIs() {
    KnownListener[] all = new KnownListener[1_000];
    for (int i = 0; i < all.length; i++) {
      all[i] = tcp("listener " + i, "0.0.0.0:3306");
    }

    assertThat(((Shared) decide(PLAIN, "listener 0", all)).sentence())
        .hasSizeLessThan(300)
        .contains("and 991 more");
  }
}
