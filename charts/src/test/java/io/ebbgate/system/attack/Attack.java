package io.ebbgate.system.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.tool.chart.BoundedWebhook;
import io.ebbgate.tool.load.ReviewClients;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What hostile clients send, each on a connection of its own.
 *
 * <p>A client that keeps its connection leaves it open until the server closes it.
 */
enum Attack {
  /** A path that a parser could read again from each of its slashes. */
  SLASHES(20, 4, true, false, Attack::slashes),
  /** A body that is a large tree, of 1.14 MiB. */
  TREES(1_000, 8, true, false, Attack::tolerations),
  /** Connections that never send a request. */
  IDLE(1_000, 4, true, true, () -> new byte[0]),
  /** Bodies that never end. */
  SLOW_BODIES(4_000, 4, true, true, Attack::halfABody),
  /** Requests that are none. */
  BAD_REQUESTS(
      100_000,
      4,
      true,
      false,
      () -> "GET /mutate?%zz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1)),
  /** The first 16 kB of a TLS record that never ends. */
  HANDSHAKES(9_000, 4, false, true, Attack::handshake);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SLASHES_OF_A_PATH = 400_000;
  private static final int EMPTY_OBJECTS = 400_000;
  private static final int RECORD = 16_000;

  private final int most;
  private final int clients;
  private final boolean tls;
  private final boolean keeps;

  @SuppressWarnings("ImmutableEnumChecker") // It has no state: each call makes its bytes.
  private final Supplier<byte[]> bytes;

  Attack(int most, int clients, boolean tls, boolean keeps, Supplier<byte[]> bytes) {
    this.most = most;
    this.clients = clients;
    this.tls = tls;
    this.keeps = keeps;
    this.bytes = bytes;
  }

  /** Its name in results, such as {@code bad requests}. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** How many connections it opens at most. */
  int most() {
    return most;
  }

  /** How many clients send at the same time. */
  int clients() {
    return clients;
  }

  /** Whether it completes the TLS handshake. */
  boolean tls() {
    return tls;
  }

  /** Whether a client leaves its connection open and opens another; else it reads the answer. */
  boolean keeps() {
    return keeps;
  }

  /** What a client sends. */
  byte[] bytes() {
    return bytes.get();
  }

  private static ObjectNode pod() {
    ObjectNode pod = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata = pod.putObject("metadata").put("generateName", "edge-");
    metadata.putObject("annotations").put("ebbgate.io/profile", "envoy");
    ObjectNode container = pod.putObject("spec").putArray("containers").addObject();
    container.put("name", "envoy").put("image", "envoyproxy/envoy:v1.40.0");
    return pod;
  }

  private static byte[] slashes() {
    ObjectNode pod = pod();
    ObjectNode mount =
        ((ObjectNode) pod.at("/spec/containers/0")).putArray("volumeMounts").addObject();
    mount.put("name", "x").put("mountPath", "/" + "/".repeat(SLASHES_OF_A_PATH) + "x");
    return ReviewClients.request(BoundedWebhook.review(pod));
  }

  private static byte[] tolerations() {
    ObjectNode pod = pod();
    ArrayNode tolerations = ((ObjectNode) pod.path("spec")).putArray("tolerations");
    for (int i = 0; i < EMPTY_OBJECTS; i++) {
      tolerations.addObject();
    }
    return ReviewClients.request(BoundedWebhook.review(pod));
  }

  private static byte[] halfABody() {
    byte[] whole = ReviewClients.request(BoundedWebhook.review());
    return Arrays.copyOf(whole, whole.length / 2);
  }

  private static byte[] handshake() {
    byte[] begin = new byte[RECORD];
    byte[] head = {22, 3, 1, 0x3f, -1, 1, 0, 0x3f, -5, 3, 3};
    System.arraycopy(head, 0, begin, 0, head.length);
    return begin;
  }
}
