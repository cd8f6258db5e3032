package io.ebbgate.sidecar.kernel;

import static io.ebbgate.sidecar.kernel.KernelAnswers.listener;
import static io.ebbgate.sidecar.kernel.ListenerFilter.IPV4;
import static io.ebbgate.sidecar.kernel.ListenerFilter.IPV6;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiagRequestTest {
  private static final int STATES = DiagRequest.ESTABLISHED | DiagRequest.CLOSE_WAIT;

  private static String dump(int family, ListenerSocket... listeners) {
    return HexFormat.of().formatHex(bytes(family, List.of(listeners)));
  }

  private static byte[] bytes(int family, List<ListenerSocket> listeners) {
    ByteBuffer buffer = ByteBuffer.allocate(32 << 10).order(ByteOrder.LITTLE_ENDIAN);
    new DiagRequest(buffer, 7).dump(family, STATES, listeners);
    byte[] bytes = new byte[buffer.limit()];
    buffer.get(bytes);
    return bytes;
  }

  /** Length, type, flags and sequence; then family, TCP, {@code tcp_info} and both states. */
  private static String head(int length, String family) {
    return "%02x000000".formatted(length)
        + "14000103"
        + "07000000"
        + "00000000"
        + family
        + "06020002010000"
        + "00".repeat(48);
  }

  @Test
  void asksForTheTwoStatesOfOnePort() {
    // 8080 is 1f90: a condition without an address that is true 12 bytes on, the program's end.
    assertThat(dump(IPV4, listener("0.0.0.0", 8080)))
        .isEqualTo(head(88, "02") + "10000100" + "070c1000" + "00000000" + "901f0000");
  }

  @Test
  void asksForOneAddressAndPort() {
    assertThat(dump(IPV4, listener("10.0.0.1", 8080)))
        .isEqualTo(head(92, "02") + "14000100" + "07101400" + "02200000" + "901f0000" + "0a000001");
    assertThat(dump(IPV6, listener("[2001:db8::1]", 8080)))
        .endsWith("071c2000" + "0a800000" + "901f0000" + "20010db8000000000000000000000001");
  }

  /** Else it would have the wrong length: a mapped address is one of four bytes in Java. */
  @Test
  void asksForAMappedAddressByItsFourBytes() {
    assertThat(dump(IPV6, listener("::ffff:10.0.0.1", 8080)))
        .endsWith("07101400" + "02200000" + "901f0000" + "0a000001");
  }

  @Test
  void anyOfSeveralListenersJumpsToTheEnd() {
    assertThat(dump(IPV4, listener("0.0.0.0", 1), listener("0.0.0.0", 2), listener("0.0.0.0", 3)))
        .endsWith(
            "070c1000"
                + "00000000"
                + "01000000"
                + "01042000"
                + "070c1000"
                + "00000000"
                + "02000000"
                + "01041000"
                + "070c1000"
                + "00000000"
                + "03000000");
  }

  @Test
  void veryManyListenersAreARangeOfPorts() {
    List<ListenerSocket> many =
        IntStream.rangeClosed(1000, 1000 + DiagRequest.MOST_CONDITIONS)
            .mapToObj(port -> listener("10.0.0.1", port))
            .toList();

    assertThat(HexFormat.of().formatHex(bytes(IPV4, many)))
        .isEqualTo(head(92, "02") + "14000100" + "02081400" + "0000e803" + "03080c00" + "0000dc05");
  }

  @Test
  void asManyAsTheKernelChecksFitIntoTheBuffer() {
    List<ListenerSocket> many =
        IntStream.rangeClosed(1, DiagRequest.MOST_CONDITIONS)
            .mapToObj(port -> listener("2001:db8::1", port))
            .toList();

    assertThat(bytes(IPV6, many)).hasSizeLessThan(32 << 10);
  }

  @Test
  void asksToCloseSocketsByTheirCookiesAndForAnAcknowledgementOfTheLast() {
    ByteBuffer buffer = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    byte[] ids = new byte[2 * DiagRequest.SOCKET_ID];
    Arrays.fill(ids, DiagRequest.SOCKET_ID, ids.length, (byte) 0xab);

    new DiagRequest(buffer, 6).destroy(false, IPV4, ids, 0);
    new DiagRequest(buffer, 7).destroy(true, IPV6, ids, DiagRequest.SOCKET_ID);

    byte[] bytes = new byte[buffer.flip().limit()];
    buffer.get(bytes);
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo(
            "48000000"
                + "15000100"
                + "06000000"
                + "00000000"
                + "02060200"
                + "02010000"
                + "00".repeat(48)
                + "48000000"
                + "15000500"
                + "07000000"
                + "00000000"
                + "0a060200"
                + "02010000"
                + "ab".repeat(48));
  }
}
