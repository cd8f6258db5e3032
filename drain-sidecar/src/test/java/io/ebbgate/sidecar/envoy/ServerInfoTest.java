package io.ebbgate.sidecar.envoy;

import static io.ebbgate.sidecar.envoy.Captured.answer;
import static io.ebbgate.sidecar.envoy.Captured.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.core.drain.EnvoyFacts.Strategy;
import io.ebbgate.core.drain.EnvoyVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerInfoTest {
  @Test
  void readsWhatARealEnvoySays() throws Exception {
    ServerInfo info = ServerInfo.read(answer("server_info"));

    assertThat(info)
        .isEqualTo(
            new ServerInfo(
                Optional.of(new EnvoyVersion(1, 40, 0)),
                Strategy.IMMEDIATE,
                Duration.ofSeconds(45),
                false,
                Optional.of(Duration.ofSeconds(2)),
                0,
                Duration.ofSeconds(900)));
  }

  @ParameterizedTest
  @CsvSource({"0, 1, false", "1, 8, true", "1, 9, false"})
  void mayHaveAParentAfterAHotRestartUntilThatIsShutDown(int epoch, int uptime, boolean parent)
      throws Exception {
    ServerInfo info =
        ServerInfo.read(
            text(
                """
                {"state":"LIVE","uptime_current_epoch":"%ds","command_line_options":\
                {"restart_epoch":%d,"parent_shutdown_time":"8s"}}
                """
                    .formatted(uptime, epoch)));

    assertThat(info.epoch()).isEqualTo(epoch);
    assertThat(info.besideParent()).isEqualTo(parent);
  }

  @Test
  void takesEnvoysDefaultsForWhatIsNotSaid() throws Exception {
    ServerInfo info = ServerInfo.read(text("{\"state\":\"LIVE\"}"));

    assertThat(info.strategy()).isEqualTo(Strategy.GRADUAL);
    assertThat(info.drainTime()).isEqualTo(Duration.ofMinutes(10));
    assertThat(info.version()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"state\":\"DRAINING\"}", "{\"state\":\"LIVE\",\"state\":\"DRAINING\"}"})
  void seesThatTheHealthCheckWasFailedByTheLastState(String body) throws Exception {
    assertThat(ServerInfo.read(text(body)).draining()).isTrue();
  }

  @Test
  void takesANegativeUptimeOfAClockThatWasSetBack() throws Exception {
    ServerInfo info =
        ServerInfo.read(text("{\"state\":\"LIVE\",\"uptime_current_epoch\":\"-5s\"}"));

    assertThat(info.uptime()).contains(Duration.ofSeconds(-5));
  }

  @Test
  void readsAnAnswerWithAByteOrderMark() throws Exception {
    assertThat(ServerInfo.read(text("\uFEFF{\"state\":\"LIVE\"}")).draining()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"state\":\"LIVE\"",
        "{\"state\":\"LIVE\"}{}",
        "{\"state\":\"LIVE\",\"x\":NaN}",
        "{}",
        "{\"version\":\"x/1.40.0/Clean\"}",
        "<html>not Envoy</html>"
      })
  void refusesWhatIsNoWholeServerInfo(String body) {
    assertThatThrownBy(() -> ServerInfo.read(text(body))).isInstanceOf(IOException.class);
  }
}
