package io.ebbgate.tool.load;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** An HTTP/2 frame (RFC 9113 §4.1). */
final class Frame {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;

  static final int END_STREAM = 0x1;
  static final int ACK = 0x1;
  static final int END_HEADERS = 0x4;
  static final int PADDED = 0x8;
  static final int PRIORITY = 0x20;

  /** The largest payload a peer may send unless it was allowed more. */
  private static final int LARGEST = 16_384;

  private final int type;
  private final int flags;
  private final int stream;
  private final byte[] payload;

  Frame(int type, int flags, int stream, byte[] payload) {
    this.type = type;
    this.flags = flags;
    this.stream = stream;
    this.payload = payload.clone();
  }

  static Frame read(DataInputStream in) throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    if (length > LARGEST) {
      throw new ProtocolException("a frame is too long");
    }
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt() & Integer.MAX_VALUE;
    byte[] payload = in.readNBytes(length);
    if (payload.length < length) {
      throw new EOFException("a frame ended early");
    }
    return new Frame(type, flags, stream, payload);
  }

  int type() {
    return type;
  }

  int stream() {
    return stream;
  }

  byte[] payload() {
    return payload.clone();
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** The four-byte number at an offset: a GOAWAY's last stream, an error code. */
  int number(int offset) {
    return ByteBuffer.wrap(payload).getInt(offset);
  }

  byte[] bytes() {
    return ByteBuffer.allocate(9 + payload.length)
        .putShort((short) (payload.length >> 8))
        .put((byte) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  /** The part of a HEADERS payload that is the header block (§6.2). */
  byte[] block() {
    int from = (has(PADDED) ? 1 : 0) + (has(PRIORITY) ? 5 : 0);
    int padding = has(PADDED) ? payload[0] & 0xff : 0;
    return Arrays.copyOfRange(payload, from, payload.length - padding);
  }
}
