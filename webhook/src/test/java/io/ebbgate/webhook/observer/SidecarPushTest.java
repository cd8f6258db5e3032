package io.ebbgate.webhook.observer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.ebbgate.core.contract.Env;
import io.ebbgate.core.termination.SidecarNews;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pod's token and address are what its creator wrote. */
@Timeout(60)
class SidecarPushTest {
  private static final SidecarNews GRACE =
      new SidecarNews(Optional.of(Duration.ofSeconds(8)), Optional.empty());

  @Test
  void sendsTheTokenToTheSidecar() throws Exception {
    try (SidecarCalls sidecar = SidecarCalls.open(HandKubelet.ADDRESS);
        SidecarPush push = new SidecarPush()) {
      push.send(pod(HandKubelet.TOKEN, HandKubelet.ADDRESS), GRACE);

      assertThat(sidecar.next()).isEqualTo(HandKubelet.TOKEN + " {\"seconds\": 8}");
    }
  }

  @Test
  void sendsWhetherTheLoadBalancerHasThePod() throws Exception {
    try (SidecarCalls sidecar = SidecarCalls.open(HandKubelet.ADDRESS);
        SidecarPush push = new SidecarPush()) {
      push.send(
          pod(HandKubelet.TOKEN, HandKubelet.ADDRESS),
          new SidecarNews(Optional.empty(), Optional.of(false)));

      assertThat(sidecar.next()).isEqualTo(HandKubelet.TOKEN + " {\"registered\": false}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a-token\nX-Other: 1", "a-token\r\n", "\u0000", "a token", "t\u00f6ken", "\t", ""})
  void sendsNoTokenThatIsNoHeader(String token) throws Exception {
    assertThat(sent(pod(token, HandKubelet.ADDRESS))).isEqualTo("the-next");
  }

  @Test
  void sendsNoTokenOfAMegabyte() throws Exception {
    assertThat(sent(pod("t".repeat(1 << 20), HandKubelet.ADDRESS))).isEqualTo("the-next");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "127.0.0.2/x?", "127.0.0.2:1@127.0.0.2", "::1]", " "})
  void sendsNothingToATextThatIsNoAddress(String address) throws Exception {
    assertThat(sent(pod(HandKubelet.TOKEN, address))).isEqualTo("the-next");
  }

  /** The token that arrives first of this pod's and of a valid one that is sent afterwards. */
  private static String sent(Pod pod) throws Exception {
    try (SidecarCalls sidecar = SidecarCalls.open(HandKubelet.ADDRESS);
        SidecarPush push = new SidecarPush()) {
      assertThatCode(() -> push.send(pod, GRACE)).doesNotThrowAnyException();
      push.send(pod("the-next", HandKubelet.ADDRESS), GRACE);
      return sidecar.next().split(" ", 2)[0];
    }
  }

  private static Pod pod(String token, String address) {
    return new PodBuilder(HandKubelet.created("gateway-1"))
        .editSpec()
        .editLastContainer()
        .editMatchingEnv(each -> each.getName().equals(Env.TOKEN))
        .withValue(token)
        .endEnv()
        .endContainer()
        .endSpec()
        .withNewStatus()
        .withPodIP(address)
        .endStatus()
        .build();
  }
}
