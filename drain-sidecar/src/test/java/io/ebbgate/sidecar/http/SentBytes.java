package io.ebbgate.sidecar.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A connection on which these bytes have arrived and then the client's end. */
class SentBytes extends Socket {
  private final InputStream in;

  SentBytes(byte[] bytes) {
    in = new ByteArrayInputStream(bytes);
  }

  SentBytes(String text) {
    this(text.getBytes(ISO_8859_1));
  }

  @Override
  public InputStream getInputStream() {
    return in;
  }

  @Override
  public OutputStream getOutputStream() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public void setSoTimeout(int millis) {
    // Nothing has to be waited for.
  }
}
