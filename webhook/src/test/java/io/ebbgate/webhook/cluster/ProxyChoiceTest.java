package io.ebbgate.webhook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyChoiceTest {
  private static final String SERVER = "https://10.96.0.1:6443";

  private static @Nullable String proxy(String server, Map<String, String> environment) {
    Config config = new ConfigBuilder(Config.empty()).withMasterUrl(server).build();
    ProxyChoice.apply(config, environment);
    return config.getHttpsProxy();
  }

  @ParameterizedTest
  @CsvSource({
    "'localhost, 127.0.0.2', http://proxy:3128",
    "'*.corp.example,10.96.0.1',",
    "'*',",
    "'[::1],10.96.0.0/12',",
    "'', http://proxy:3128"
  })
  void leavesOutTheProxyForTheHostsThatNeedNone(String noProxy, @Nullable String used) {
    assertThat(proxy(SERVER, Map.of("HTTPS_PROXY", "http://proxy:3128", "NO_PROXY", noProxy)))
        .isEqualTo(used);
    assertThat(proxy(SERVER, Map.of("https_proxy", "http://proxy:3128/", "no_proxy", noProxy)))
        .isEqualTo(used);
  }

  @ParameterizedTest
  @CsvSource({
    "proxy:3128, http://proxy:3128",
    "proxy, http://proxy:80",
    "https://proxy, https://proxy:443",
    "http://me:secret@proxy:3128, http://me:secret@proxy:3128"
  })
  void givesAProxyTheSchemeAndThePortThatItIsWrittenWithout(String given, String used) {
    assertThat(proxy(SERVER, Map.of("HTTPS_PROXY", given))).isEqualTo(used);
  }

  @ParameterizedTest
  @CsvSource({"https://localhost:6443", "https://127.0.0.2:6443", "https://[::1]:6443"})
  void usesNoneToThisMachine(String server) {
    assertThat(proxy(server, Map.of("HTTPS_PROXY", "http://proxy:3128"))).isNull();
  }
}
