package io.ebbgate.sidecar.envoy;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends an answer that does not end: so much is read and not a byte more. */
final class CappedBody extends FilterInputStream {
  private long left;

  CappedBody(InputStream body, long most) {
    super(body);
    this.left = most;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    spend(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
    spend(Math.max(count, 0));
    return count;
  }

  private void spend(int count) throws IOException {
    left -= count;
    if (left < 0) {
      throw new IOException("it does not end");
    }
  }
}
