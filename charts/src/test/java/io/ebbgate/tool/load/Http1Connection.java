package io.ebbgate.tool.load;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** HTTP/1.1 on a connection. */
final class Http1Connection implements Closeable {
  private final Connection line;

  private Http1Connection(Connection line) {
    this.line = line;
  }

  static Http1Connection open(Kind kind, Target target) throws IOException {
    return new Http1Connection(
        Connection.open(kind.dial(), target.address(), target.limit(), target.ticker()));
  }

  /** Waits until then, and ends early with false if the server closes or says anything unasked. */
  boolean silentUntil(long nanos) {
    try {
      return line.silentUntil(nanos);
    } catch (IOException reset) {
      return false;
    }
  }

  void send(String path) throws IOException {
    String head = "GET " + path + " HTTP/1.1\r\nHost: gateway\r\nUser-Agent: strict\r\n\r\n";
    line.write(head.getBytes(StandardCharsets.US_ASCII));
  }

  Http1Answer answer(long deadline) throws IOException {
    line.limit(deadline);
    return Http1Answer.read(line.in());
  }

  /** Whether any byte of the last answer has come. */
  boolean answering() {
    return line.touched();
  }

  @Override
  public void close() {
    line.close();
  }
}
