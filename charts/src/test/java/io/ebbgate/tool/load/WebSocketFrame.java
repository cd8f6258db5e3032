package io.ebbgate.tool.load;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

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

  static WebSocketFrame read(InputStream in) throws IOException {
    int first = octet(in);
    int second = octet(in);
    int length = second & 0x7f;
    if ((first & 0xf0) != FINAL || length > LONGEST) {
      throw new ProtocolException("a short message was expected");
    }
    boolean masked = (second & MASKED) != 0;
    byte[] mask = masked ? exactly(in, 4) : new byte[4];
    byte[] payload = xor(exactly(in, length), mask);
    return new WebSocketFrame(
        first & 0xf, masked, new String(payload, StandardCharsets.ISO_8859_1));
  }

  /** The same without a mask. */
  byte[] bytes() {
    return bytes(0, new byte[0], new byte[4]);
  }

  /** The same with that mask. */
  byte[] bytes(int key) {
    byte[] mask = ByteBuffer.allocate(4).putInt(key).array();
    return bytes(MASKED, mask, mask);
  }

  private byte[] bytes(int flag, byte[] written, byte[] mask) {
    byte[] plain = payload.getBytes(StandardCharsets.ISO_8859_1);
    if (plain.length > LONGEST) {
      throw new IllegalArgumentException("a payload of " + plain.length + " bytes");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(FINAL | opcode);
    bytes.write(flag | plain.length);
    bytes.writeBytes(written);
    bytes.writeBytes(xor(plain, mask));
    return bytes.toByteArray();
  }

  private static byte[] xor(byte[] bytes, byte[] mask) {
    byte[] changed = bytes.clone();
    for (int i = 0; i < changed.length; i++) {
      changed[i] ^= mask[i % 4];
    }
    return changed;
  }

  private static int octet(InputStream in) throws IOException {
    return exactly(in, 1)[0] & 0xff;
  }

  private static byte[] exactly(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("a frame ended early");
    }
    return bytes;
  }
}
