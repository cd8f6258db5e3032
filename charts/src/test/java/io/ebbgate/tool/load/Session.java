package io.ebbgate.tool.load;

import java.io.IOException;

/** A conversation on a connection of its own, in which the server echoes every message. */
sealed interface Session permits TcpSession, WebSocketSession {
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
}
