package io.ebbgate.system.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.ebbgate.system.protocol.ClientView.End;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Locale;

/** One connection with HTTP/1.1 or lines of text on it. It never retries. */
final class Http1Wire implements Closeable {
  private final Socket socket;
  private final InputStream in;

  Http1Wire(Socket socket) throws IOException {
    this.socket = socket;
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends a GET. */
  void get(String path) throws IOException {
    write("GET " + path + " HTTP/1.1\r\nHost: gateway\r\n\r\n");
  }

  void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /** Reads a response's head; true where it says that the connection ends. */
  boolean readHead() throws IOException {
    StringBuilder head = new StringBuilder(line());
    if (!head.toString().startsWith("HTTP/1.1 200")) {
      throw new IOException("not a success: " + head);
    }
    for (String field = line(); !field.isEmpty(); field = line()) {
      head.append('\n').append(field.toLowerCase(Locale.ROOT));
    }
    return head.indexOf("\nconnection: close") > 0;
  }

  /** Reads the chunks of a response to its end. */
  void readChunks() throws IOException {
    for (int size = chunk(); size > 0; size = chunk()) {
      in.skipNBytes(size);
      line();
    }
    line();
  }

  private int chunk() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  /** Reads the head and the two bytes of a short response; true where the connection ends. */
  boolean readShort() throws IOException {
    boolean told = readHead();
    in.skipNBytes(2);
    return told;
  }

  /** Requests and reads a short response. */
  boolean ask(String path) throws IOException {
    get(path);
    return readShort();
  }

  /** The next line without its end. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("ended after '" + line + "'");
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  /** Reads until the other side ends the connection. */
  End awaitEnd() {
    try {
      in.transferTo(OutputStream.nullOutputStream());
      return End.FIN;
    } catch (IOException broken) {
      return end(broken);
    }
  }

  /** How a connection ended that threw this. */
  static End end(IOException broken) {
    return broken instanceof EOFException ? End.FIN : End.RESET;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
