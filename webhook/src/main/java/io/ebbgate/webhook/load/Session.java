package io.ebbgate.webhook.load;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/** A conversation on a connection of its own, in which the server echoes every message. */
sealed interface Session permits Session.Tcp, WebSocketSession {
  /** The pod that carries it. */
  String pod();

  void send(String text) throws IOException;

  /** The next message. */
  String receive() throws IOException;

  /**
   * Reads what arrives between two messages.
   *
   * @throws IOException for a message that was not requested, and for the end of the connection
   */
  void readUnrequested() throws IOException;

  /** Closes it, and waits until the server has closed too. */
  void close() throws IOException;

  /** Lines on a TCP connection. The server begins with the address of its peer. */
  record Tcp(Connection connection, String pod) implements Session {
    /** Waits for the greeting. */
    static Tcp greeted(Connection connection) throws IOException {
      String greeting = connection.in().line();
      if (!isAddress(greeting)) {
        throw new ProtocolException("an address was expected");
      }
      return new Tcp(connection, greeting);
    }

    /** Of IPv4 or IPv6, which may name its interface. */
    private static boolean isAddress(String text) {
      int zone = text.indexOf('%');
      String address = zone < 0 ? text : text.substring(0, zone);
      return !address.isEmpty()
          && address
              .chars()
              .allMatch(each -> each == '.' || each == ':' || Character.digit(each, 16) >= 0);
    }

    @Override
    public void send(String text) throws IOException {
      connection.write((text + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String receive() throws IOException {
      return connection.in().line();
    }

    @Override
    public void readUnrequested() throws IOException {
      throw new ProtocolException("unrequested: " + connection.in().line());
    }

    @Override
    public void close() throws IOException {
      connection.endOutput();
      if (connection.in().read() >= 0) {
        throw new ProtocolException("an end was expected");
      }
    }
  }
}
