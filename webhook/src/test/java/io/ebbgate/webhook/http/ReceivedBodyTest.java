package io.ebbgate.webhook.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.Allocation;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedBodyTest {
  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static ReceivedBody inChunks(byte[] bytes, int chunk) {
    ReceivedBody body = new ReceivedBody(new BodyMemory());
    for (int from = 0; from < bytes.length; from += chunk) {
      body.append(Buffer.buffer(bytes).slice(from, Math.min(bytes.length, from + chunk)));
    }
    return body;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8_191, 8_192, 8_193, 20_000, 70_000})
  void isReadAsItWasReceivedAndAgain(int chunk) throws IOException {
    byte[] sent = bytes(50_001);

    ReceivedBody body = inChunks(sent, chunk);

    assertThat(body.length()).isEqualTo(sent.length);
    assertThat(body.open().readAllBytes()).isEqualTo(sent);
    assertThat(body.open().readAllBytes()).isEqualTo(sent);
  }

  @Test
  void isReadIfItIsEmpty() throws IOException {
    assertThat(new ReceivedBody(new BodyMemory()).open().readAllBytes()).isEmpty();
  }

  /** An array that is doubled whenever it is full allocates three times what it holds. */
  @Test
  void allocatesWhatItWeighs() {
    Buffer chunk = Buffer.buffer(bytes(16 << 10));
    long mebibyte = 1 << 20;

    long allocated =
        Allocation.bytes(() -> {
          ReceivedBody body = new ReceivedBody(new BodyMemory());
          for (int i = 0; i < 64; i++) {
            body.append(chunk);
          }
        });

    assertThat(allocated).isBetween(mebibyte, mebibyte + (mebibyte >> 4));
  }

  /** So that the heap does not fill with blocks that are garbage. */
  @Test
  void takesBlocksOfBodiesThatEnded() {
    BodyMemory memory = new BodyMemory();
    Buffer chunk = Buffer.buffer(bytes(16 << 10));

    long allocated =
        Allocation.bytes(() -> {
          ReceivedBody body = new ReceivedBody(memory);
          for (int i = 0; i < 64; i++) {
            body.append(chunk);
          }
          body.clear();
        });

    assertThat(allocated).isLessThan(1 << 16);
  }
}
