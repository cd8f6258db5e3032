package io.ebbgate.webhook.http;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A body in blocks, so that it takes what it weighs: one array would be copied each time that it
 * has to grow, and once more to be read. Not safe for use by several threads at once.
 */
final class ReceivedBody {
  /** Bytes; the part of a body that {@link BodyMemory} does not count. */
  private static final int BLOCK = BodyMemory.FREE;

  private final List<byte[]> blocks = new ArrayList<>();
  private final BodyMemory memory;
  private int length;

  /** An empty one, whose blocks are of this memory. */
  ReceivedBody(BodyMemory memory) {
    this.memory = memory;
  }

  static ReceivedBody of(byte[] bytes) {
    ReceivedBody body = new ReceivedBody(new BodyMemory());
    body.append(Buffer.buffer(bytes));
    return body;
  }

  void append(Buffer chunk) {
    int taken = 0;
    while (taken < chunk.length()) {
      int at = length % BLOCK;
      if (at == 0) {
        blocks.add(memory.block());
      }
      int many = Math.min(BLOCK - at, chunk.length() - taken);
      chunk.getBytes(taken, taken + many, blocks.getLast(), at);
      taken += many;
      length += many;
    }
  }

  /** Empties it; no thread may read it any more. */
  void clear() {
    blocks.forEach(memory::reuse);
    blocks.clear();
    length = 0;
  }

  int length() {
    return length;
  }

  /** Reads it from its begin. */
  InputStream open() {
    List<InputStream> streams = new ArrayList<>(blocks.size());
    int left = length;
    for (byte[] block : blocks) {
      streams.add(new ByteArrayInputStream(block, 0, Math.min(BLOCK, left)));
      left -= BLOCK;
    }
    return new SequenceInputStream(Collections.enumeration(streams));
  }
}
