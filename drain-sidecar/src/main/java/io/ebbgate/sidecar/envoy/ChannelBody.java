package io.ebbgate.sidecar.envoy;

import java.io.IOException;
import java.io.InputStream;

/** A body that is read in pieces; a single byte is a piece of one. */
abstract sealed class ChannelBody extends InputStream permits PlainBody, ChunkedBody {
  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public abstract int read(byte[] into, int offset, int length) throws IOException;
}
