package io.ebbgate.webhook.status;

import static io.ebbgate.webhook.status.TestSnapshot.draining;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.webhook.status.SidecarStatus.Cause;
import io.ebbgate.webhook.status.SidecarStatus.Reported;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SidecarClientTest {
  @Test
  void readsPhaseAndVerdict() {
    assertThat(SidecarClient.read("{\"phase\":\"serving\"}"))
        .isInstanceOfSatisfying(
            Reported.class, reported -> assertThat(reported.verdict()).isEmpty());
    assertThat(draining("waiting", "1", "1", 1))
        .isInstanceOfSatisfying(
            Reported.class,
            reported -> assertThat(reported.verdict().orElseThrow().provisional()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "<html>", "[]",
        "{}", "{\"phase\":null}", "{\"phase\":\"dancing\"}",
        "{\"phase\":\"\u001b[2J\"}", "{\"phase\":\"serving\""
      })
  void refusesAnyOtherText(String text) {
    assertThat(SidecarClient.read(text)).isEqualTo(SidecarStatus.unknown(Cause.UNREADABLE));
  }
}
