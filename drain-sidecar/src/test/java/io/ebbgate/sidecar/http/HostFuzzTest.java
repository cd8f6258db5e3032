package io.ebbgate.sidecar.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.util.Locale;

/** Any header names this host, or another. */
class HostFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void takesNoOtherHostForThisOne(byte[] bytes) {
    String header = new String(bytes, ISO_8859_1);
    boolean named = ControlPort.namesThisHost(header, InetAddress.ofLiteral("10.1.2.3"));

    // What a web page may have rebound is a name: it has a letter beyond hexadecimal digits.
    int port = header.lastIndexOf(':');
    String host = port > 0 ? header.substring(0, port) : header;
    assertThat(named && host.toLowerCase(Locale.ROOT).matches("(?s)(?!localhost$).*[g-z].*"))
        .isFalse();
  }
}
