package io.ebbgate.tool.load;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/** Lines on a TCP connection. The server speaks first: the address of whom it talks to. */
record TcpSession(Connection line, String pod) implements Session {
  private static final String ADDRESS = "[0-9a-fA-F.:]+(%\\w+)?";

  /** Waits for the greeting. */
  static TcpSession greeted(Connection line) throws IOException {
    String greeting = line.in().line();
    if (!greeting.matches(ADDRESS)) {
      throw new ProtocolException("an address was expected");
    }
    return new TcpSession(line, greeting);
  }

  @Override
  public void say(String text) throws IOException {
    line.write((text + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String hear() throws IOException {
    return line.in().line();
  }

  @Override
  public void interrupted() throws IOException {
    throw new ProtocolException("nobody asked for " + line.in().line());
  }

  @Override
  public void leave() throws IOException {
    line.endOutput();
    if (line.in().read() >= 0) {
      throw new ProtocolException("an end was expected");
    }
  }
}
