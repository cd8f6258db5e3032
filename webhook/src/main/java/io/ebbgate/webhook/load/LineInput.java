package io.ebbgate.webhook.load;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/** Bytes that come in lines at first, as the head of an HTTP/1.1 message does. */
final class LineInput extends BufferedInputStream {
  private static final int LONGEST_LINE = 8_192;
  private static final int BUFFER = 2_048;

  LineInput(InputStream in) {
    super(in, BUFFER);
  }

  /** The next line without its end; what ends before that is an {@link EOFException}. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    while (line.length() < LONGEST_LINE) {
      int next = read();
      if (next < 0) {
        throw new EOFException("a line ended early");
      }
      if (next == '\n') {
        return line.toString().strip();
      }
      line.append((char) next);
    }
    throw new ProtocolException("a line is too long");
  }
}
