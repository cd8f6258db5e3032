package io.ebbgate.tool.load;

import java.io.IOException;

/** A conversation on a connection of its own, in which all that is said comes back. */
sealed interface Session permits TcpSession, WebSocketSession {
  /** Who carries it. */
  String pod();

  void say(String text) throws IOException;

  /** The next text that comes. */
  String hear() throws IOException;

  /** Reads what nobody asked for; what may not come at this time is an exception, as is an end. */
  void interrupted() throws IOException;

  /** Ends it in good manner, and waits until the other side has agreed. */
  void leave() throws IOException;
}
