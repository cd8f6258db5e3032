package io.ebbgate.tool.load;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;

/**
 * The backend's side of a TCP connection. Its first line is the address of whom it talks to: behind
 * a gateway that of the gateway's pod, which TCP has no other way to tell.
 */
record BackendTcp(Socket client, LongAdder requests) {
  /** The end of the connection is an exception. */
  void run() throws IOException {
    requests.increment();
    LineInput in = new LineInput(client.getInputStream());
    OutputStream out = client.getOutputStream();
    for (String line = client.getInetAddress().getHostAddress(); ; line = in.line()) {
      out.write((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
