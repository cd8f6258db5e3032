package io.ebbgate.sidecar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the program ends. */
@Timeout(60)
class SidecarEndIT {
  @TempDir Path folder;

  @Test
  void endsWithinASecondWhereNoHookCame() throws Exception {
    try (SidecarProcess sidecar = idle()) {
      assertThat(sidecar.hook().getPort()).isPositive();
      Duration took = stopped(sidecar);

      assertThat(took).isLessThan(Duration.ofSeconds(1));
      assertThat(Files.readString(sidecar.message()))
          .isEqualTo("{\"verdict\":\"not_asked\",\"provisional\":false}");
    }
  }

  @Test
  void answersItsOpenHookAndEndsWithinASecond() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar = SidecarProcess.beside(gateway, folder);
        KeepAlive client = gateway.client()) {
      client.send("/slow/20000");
      CompletableFuture<RawHttp.Answer> answer = sidecar.deletion();
      sidecar.awaitLog("\"action\":\"announce\"");
      TimeUnit.MILLISECONDS.sleep(600);
      Duration took = stopped(sidecar);

      assertThat(took).isLessThan(Duration.ofSeconds(1));
      assertThat(answer.get().body()).contains("\"verdict\":\"forced\",\"provisional\":false");
      assertThat(Files.readString(sidecar.message()) + "\n").isEqualTo(answer.get().body());
    }
  }

  @Test
  void servesAHookThatComesAfterSigtermAsAnOrdinaryContainer() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar = SidecarProcess.beside(gateway, folder, Env.SIDECAR, "classic")) {
      sidecar.terminate();
      sidecar.awaitLog("SIGTERM received");
      CompletableFuture<RawHttp.Answer> answer = sidecar.drain();
      sidecar.awaitLog("\"phase\":\"announcing\"");
      int code = sidecar.stop();

      assertThat(answer.get().body()).contains("\"verdict\":\"clean\"", "\"trigger\":\"deletion\"");
      assertThat(answer.get().took()).isGreaterThan(Duration.ofMillis(950));
      assertThat(code).isZero();
    }
  }

  @Test
  void waitsTwoSecondsForAHookAsAnOrdinaryContainer() throws Exception {
    try (SidecarProcess sidecar = idle(Env.SIDECAR, "classic")) {
      assertThat(sidecar.hook().getPort()).isPositive();
      Duration took = stopped(sidecar);

      assertThat(took).isBetween(Duration.ofMillis(1900), Duration.ofMillis(3000));
      assertThat(Files.readString(sidecar.message())).contains("not_asked");
    }
  }

  @Test
  void refusesAHookWithoutTheTokenAndSaysSoAtTheEnd() throws Exception {
    try (GatewayFixture gateway = GatewayFixture.overTcp();
        SidecarProcess sidecar = SidecarProcess.beside(gateway, folder)) {
      RawHttp.Answer wrong =
          RawHttp.call(sidecar.hook(), "GET", Paths.DRAIN, Headers.TOKEN, "another-token");
      RawHttp.Answer missing = RawHttp.call(sidecar.hook(), "GET", Paths.DRAIN);
      int code = sidecar.stop();

      assertThat(wrong.status()).isEqualTo(403);
      assertThat(wrong.body()).contains("\"verdict\":\"refused\"");
      assertThat(missing.status()).isEqualTo(403);
      assertThat(code).isZero();
      assertThat(sidecar.log()).noneMatch(line -> line.contains("\"action\""));
      assertThat(Files.readString(sidecar.message())).contains("\"verdict\":\"refused\"");
    }
  }

  @Test
  void neverLogsItsToken() throws Exception {
    try (SidecarProcess sidecar = idle()) {
      RawHttp.call(sidecar.hook(), "GET", Paths.DRAIN, Headers.TOKEN, "another-token");
      sidecar.stop();

      assertThat(sidecar.log())
          .isNotEmpty()
          .noneMatch(line -> line.contains(SidecarProcess.TOKEN))
          .noneMatch(line -> line.contains("another-token"));
    }
  }

  @Test
  void namesEveryMistakeOfItsEnvironmentAndEndsWith64() throws Exception {
    Process process =
        SidecarProcess.run(Map.of(Env.ADMIN, "nowhere", Setting.MIN_DRAIN.env(), "soon"));
    String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).isEqualTo(64);
    assertThat(errors.lines()).hasSize(3).allMatch(line -> line.contains("; allowed is "));
    assertThat(errors).contains(Env.ADMIN, Env.TOKEN, Setting.MIN_DRAIN.env());
  }

  @Test
  void saysWhichAddressIsTaken() throws Exception {
    try (SidecarProcess first = idle()) {
      String taken = "127.0.0.1:" + first.hook().getPort();
      Process second =
          SidecarProcess.run(Map.of(Env.TOKEN, SidecarProcess.TOKEN, Env.HOOK_ADDRESS, taken));
      String errors = new String(second.getErrorStream().readAllBytes(), UTF_8);

      assertThat(second.waitFor()).isEqualTo(71);
      assertThat(errors.lines()).hasSize(1);
      assertThat(errors).contains(Env.HOOK_ADDRESS, "can't listen there");
    }
  }

  @Test
  void endsWithinASecondWhileEnvoyDoesNotAnswer() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (RawServer silent =
            RawServer.saying(socket -> {
              socket.getInputStream().readNBytes(1);
              asked.countDown();
              TimeUnit.SECONDS.sleep(30);
            });
        SidecarProcess sidecar =
            SidecarProcess.start(folder, "127.0.0.1:" + silent.address().getPort())) {
      assertThat(sidecar.hook().getPort()).isPositive();
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      Duration took = stopped(sidecar);

      assertThat(took).isLessThan(Duration.ofSeconds(1));
      assertThat(Files.readString(sidecar.message())).contains("not_asked");
    }
  }

  @Test
  void answersItsHookAndEndsWithATerminationLogThatHangs() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    try (SidecarProcess sidecar =
        idle(Env.TERMINATION_LOG, pipe.toString(), Setting.DRAIN_TIMEOUT.env(), "3s")) {
      RawHttp.Answer answer = sidecar.deletion().get();
      Duration took = stopped(sidecar);

      assertThat(answer.body()).contains("\"provisional\":false");
      assertThat(answer.took()).isLessThan(Duration.ofSeconds(5));
      assertThat(took).isLessThan(Duration.ofSeconds(1));
    }
  }

  private SidecarProcess idle(String... settings) {
    return SidecarProcess.withoutEnvoy(folder, settings);
  }

  /** Stops it with SIGTERM, to which it exits with 0; how long that takes. */
  private static Duration stopped(SidecarProcess sidecar) throws InterruptedException {
    long began = System.nanoTime();
    assertThat(sidecar.stop()).isZero();
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
