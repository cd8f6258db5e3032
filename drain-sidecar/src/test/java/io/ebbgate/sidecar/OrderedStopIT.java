package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Setting;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Containers that stop after the gateway, as programs of this test that listen and stop. */
@Timeout(120)
class OrderedStopIT {
  private static final Duration SOON = Duration.ofSeconds(5);

  @TempDir Path folder;

  @Test
  void eachContainerStopsWhenTheOneBeforeItHasStopped() throws Exception {
    try (RawServer policy = server();
        RawServer executor = server()) {
      String order =
          "policy:%d,executor:%d,last:1"
              .formatted(policy.address().getPort(), executor.address().getPort());
      CompletableFuture<RawHttp.Answer> first;
      CompletableFuture<RawHttp.Answer> second;
      CompletableFuture<RawHttp.Answer> third;
      try (GatewayFixture gateway = GatewayFixture.overTcp();
          SidecarProcess sidecar =
              SidecarProcess.beside(gateway, folder, Setting.STOP_ORDER.env(), order)) {
        first = sidecar.hold("policy");
        second = sidecar.hold("executor");
        third = sidecar.hold("last");
        assertThat(sidecar.deletion().get().body()).contains("\"verdict\":\"clean\"");
        assertThat(first).isNotDone();

        stop(gateway);
        assertThat(first.get().status()).isEqualTo(200);
        sidecar.awaitLog("\"container\":\"policy\",\"cause\":\"predecessor_gone\"");
        assertThat(second).isNotDone();

        stop(policy);
        assertThat(second.get().status()).isEqualTo(200);
        assertThat(third).isNotDone();

        stop(executor);
        assertThat(third.get().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void aContainerMayListenOnAUnixSocket() throws Exception {
    Path file = folder.resolve("p.sock");
    try (ServerSocketChannel policy = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        GatewayFixture gateway = GatewayFixture.overTcp()) {
      var _ = policy.bind(UnixDomainSocketAddress.of(file));
      try (SidecarProcess sidecar =
          SidecarProcess.beside(
              gateway, folder, Setting.STOP_ORDER.env(), "policy:" + file + ",executor:1")) {
        CompletableFuture<RawHttp.Answer> first = sidecar.hold("policy");
        CompletableFuture<RawHttp.Answer> second = sidecar.hold("executor");
        var _ = sidecar.deletion().get();
        stop(gateway);
        var _ = first.get();
        assertThat(second).isNotDone();

        stop(policy);
        Files.delete(file);

        assertThat(second.get().took()).isLessThan(Duration.ofSeconds(30));
      }
    }
  }

  @Test
  void aContainerThatRestartsAloneIsNotHeld() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar =
            SidecarProcess.beside(gateway, folder, Setting.STOP_ORDER.env(), "policy:1")) {
      assertThat(sidecar.hold("policy").get().took()).isLessThan(SOON);
      sidecar.awaitLog("\"cause\":\"restart\"");
    }
  }

  /** The kubelet stops all of them two seconds after the grace period, held or not. */
  @Test
  void noContainerIsHeldPastTheGracePeriod() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar =
            SidecarProcess.beside(
                gateway, folder, Setting.STOP_ORDER.env(), "policy:1", Env.GRACE_PERIOD, "5s")) {
      CompletableFuture<RawHttp.Answer> held = sidecar.hold("policy");
      var _ = sidecar.deletion().get();

      assertThat(held.get().took()).isBetween(Duration.ofMillis(3900), Duration.ofSeconds(8));
      sidecar.awaitLog("\"cause\":\"time_up\"");
    }
  }

  @Test
  void aShorterGracePeriodHoldsThemShorter() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar =
            SidecarProcess.beside(gateway, folder, Setting.STOP_ORDER.env(), "policy:1")) {
      CompletableFuture<RawHttp.Answer> held = sidecar.hold("policy");
      CompletableFuture<RawHttp.Answer> drained = sidecar.deletion();
      assertThat(sidecar.putDeadline("{\"seconds\": 3}").status()).isEqualTo(200);
      var _ = drained.get();

      assertThat(held.get().took()).isLessThan(Duration.ofSeconds(7));
    }
  }

  @Test
  void otherNamesAndCallersWithoutTheTokenAreNotHeld() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar =
            SidecarProcess.beside(gateway, folder, Setting.STOP_ORDER.env(), "policy:1")) {
      assertThat(sidecar.hold("other").get().status()).isEqualTo(404);
      assertThat(RawHttp.call(sidecar.hook(), "GET", Paths.HOLD + "policy").status())
          .isEqualTo(403);
      assertThat(
              RawHttp.call(
                      sidecar.hook(), "GET", Paths.HOLD + "policy", Headers.TOKEN, "another-token")
                  .status())
          .isEqualTo(403);
    }
  }

  /** The order starts with what is there: a port that nothing ever had can't be seen to close. */
  @Test
  void whatWasNeverThereHoldsTheNextOneToTheEnd() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar =
            SidecarProcess.beside(
                gateway,
                folder,
                Setting.STOP_ORDER.env(),
                "policy:1,executor:2",
                Env.GRACE_PERIOD,
                "6s")) {
      CompletableFuture<RawHttp.Answer> second = sidecar.hold("executor");
      var _ = sidecar.deletion().get();
      stop(gateway);

      sidecar.awaitLog("what stops before a container is not seen");
      assertThat(second.get().took()).isGreaterThan(Duration.ofMillis(4900));
    }
  }

  private static RawServer server() throws IOException {
    return RawServer.saying(socket -> socket.getInputStream().readAllBytes());
  }

  private static void stop(AutoCloseable program) throws Exception {
    program.close();
  }
}
