package io.ebbgate.tool.wso2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;

/**
 * The messages of {@code envoy.service.ext_proc.v3.ExternalProcessor} that Envoy sends here, as
 * gRPC frames them: a byte, the length in four, and a message of Protocol Buffers, which begins
 * with the field that says what it is.
 */
enum ProcessingMessage {
  REQUEST_HEADERS(2),
  RESPONSE_HEADERS(3);

  private static final int PREFIX = 5;
  private static final int LENGTH_AT = 1;

  private final int tag;

  ProcessingMessage(int field) {
    tag = field << 3 | 2;
  }

  /**
   * Takes the next whole message, or nothing where a part is missing.
   *
   * @throws IllegalArgumentException for another message
   */
  static Optional<ProcessingMessage> next(ByteBuf received) {
    int start = received.readerIndex();
    if (received.readableBytes() < PREFIX) {
      return Optional.empty();
    }
    int length = received.getInt(start + LENGTH_AT);
    if (received.readableBytes() < PREFIX + length) {
      return Optional.empty();
    }
    int tag = length == 0 ? 0 : received.getByte(start + PREFIX);
    var _ = received.skipBytes(PREFIX + length);
    for (ProcessingMessage each : values()) {
      if (each.tag == tag) {
        return Optional.of(each);
      }
    }
    throw new IllegalArgumentException("A message that begins with " + tag);
  }

  /** What is answered, framed likewise. */
  static final class Answer {
    /** An empty HeadersResponse: goes on as it is. */
    static final Answer REQUEST_PASSES = new Answer(1 << 3 | 2, 0);

    static final Answer RESPONSE_PASSES = new Answer(2 << 3 | 2, 0);

    /** An ImmediateResponse with the status 503. */
    static final Answer REFUSED = new Answer(7 << 3 | 2, 5, 1 << 3 | 2, 3, 1 << 3, 0xF7, 3);

    private final ByteBuf frame;

    private Answer(int... message) {
      ByteBuf bytes = Unpooled.buffer(PREFIX + message.length);
      var _ = bytes.writeByte(0).writeInt(message.length);
      for (int each : message) {
        var _ = bytes.writeByte(each);
      }
      frame = Unpooled.unreleasableBuffer(bytes.asReadOnly());
    }

    ByteBuf frame() {
      return frame.duplicate();
    }
  }
}
