package io.ebbgate.webhook.load;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A WebSocket frame (RFC 6455 §5.2) that is a whole message of at most 125 bytes, the only kind
 * this tool sends.
 *
 * @param masked whether a client sent it
 * @param payload its bytes, a character each
 */
record WebSocketFrame(int opcode, boolean masked, String payload) {
  static final int TEXT = 1;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private static final int LONGEST = 125;

  static WebSocketFrame read(InputStream from) throws IOException {
    DataInputStream in = new DataInputStream(from);
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    int length = second & 0x7f;
    if ((first & 0xf0) != FINAL || length > LONGEST) {
      throw new ProtocolException("a short message was expected");
    }
    boolean masked = (second & MASKED) != 0;
    byte[] mask = new byte[masked ? 4 : 0];
    in.readFully(mask);
    byte[] payload = new byte[length];
    in.readFully(payload);
    return new WebSocketFrame(
        first & 0xf, masked, new String(xor(payload, mask), StandardCharsets.ISO_8859_1));
  }

  /** The frame on the wire, with a random mask where it has one. */
  byte[] bytes() {
    byte[] plain = payload.getBytes(StandardCharsets.ISO_8859_1);
    if (plain.length > LONGEST) {
      throw new IllegalArgumentException("a payload of " + plain.length + " bytes");
    }
    byte[] mask = new byte[masked ? 4 : 0];
    ThreadLocalRandom.current().nextBytes(mask);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(FINAL | opcode);
    bytes.write((masked ? MASKED : 0) | plain.length);
    bytes.writeBytes(mask);
    bytes.writeBytes(xor(plain, mask));
    return bytes.toByteArray();
  }

  private static byte[] xor(byte[] bytes, byte[] mask) {
    byte[] changed = bytes.clone();
    for (int i = 0; mask.length > 0 && i < changed.length; i++) {
      changed[i] ^= mask[i % mask.length];
    }
    return changed;
  }
}
