package io.ebbgate.tool.load;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/**
 * Header blocks (RFC 7541). Requests are written as literals that are never indexed; answers need
 * Huffman and the dynamic table, which Netty's decoder has. Nothing of Netty's connection handling
 * is used: it is the part that could retry.
 */
final class Hpack {
  private static final int METHOD_GET = 0x80 | 2;
  private static final int SCHEME_HTTP = 0x80 | 6;
  private static final int AUTHORITY = 1;
  private static final int PATH = 4;

  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

  static byte[] get(String path) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(METHOD_GET);
    block.write(SCHEME_HTTP);
    literal(block, PATH, path);
    literal(block, AUTHORITY, "gateway");
    return block.toByteArray();
  }

  /** Reads a whole block; must see every block of the connection, in order. */
  Http2Headers read(int stream, byte[] block) throws ProtocolException {
    try {
      return decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(block));
    } catch (Http2Exception malformed) {
      throw new ProtocolException("a header block was expected: " + malformed.getMessage());
    }
  }

  private static void literal(ByteArrayOutputStream block, int name, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length > 126) {
      throw new IllegalArgumentException("a value of " + bytes.length + " bytes");
    }
    block.write(name);
    block.write(bytes.length);
    block.writeBytes(bytes);
  }
}
