package io.ebbgate.tool.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A session of a client in MySQL's protocol (version 10), with a user that has no password: what a
 * test needs, and nothing more.
 */
public final class MySqlSession implements AutoCloseable {
  private static final int PROTOCOL_41 = 0x200;
  private static final int SECURE_CONNECTION = 0x8000;
  private static final int PLUGIN_AUTH = 0x80000;
  private static final int UTF8MB4 = 45;
  private static final int OK = 0;
  private static final int NULL = 0xfb;
  private static final int EOF = 0xfe;
  private static final int ERROR = 0xff;

  /** The server refused a statement. */
  public static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int code;

    RefusedException(int code, String message) {
      super(code + ": " + message);
      this.code = code;
    }

    /** Of MariaDB, 1062 for a row that is there. */
    public int code() {
      return code;
    }
  }

  private final SocketChannel channel;
  private final Socket socket;
  private final DataInputStream in;
  private int sequence;

  private MySqlSession(SocketChannel channel) throws IOException {
    this.channel = channel;
    this.socket = channel.socket();
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  /** Connects and logs in. */
  public static MySqlSession open(InetSocketAddress address, String user, Duration timeout)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      Socket socket = channel.socket();
      socket.setTcpNoDelay(true);
      socket.connect(address, (int) timeout.toMillis());
      socket.setSoTimeout((int) timeout.toMillis());
      MySqlSession session = new MySqlSession(channel);
      session.logIn(user);
      return session;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Gives up the session for its connection, of which no answer is outstanding. */
  SocketChannel toChannel() {
    return channel;
  }

  private void logIn(String user) throws IOException {
    check(read());
    ByteBuffer fixed = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    fixed.putInt(PROTOCOL_41 | SECURE_CONNECTION | PLUGIN_AUTH);
    fixed.putInt(1 << 24);
    fixed.put((byte) UTF8MB4);
    ByteArrayOutputStream login = new ByteArrayOutputStream();
    login.write(fixed.array());
    login.write(user.getBytes(UTF_8));
    login.write(0);
    // No password.
    login.write(0);
    login.write("mysql_native_password".getBytes(UTF_8));
    login.write(0);
    send(login.toByteArray());
    byte[] answer = check(read());
    if ((answer[0] & 0xff) == EOF) {
      send(new byte[0]);
      check(read());
    }
  }

  /** Runs a statement; the rows of its result, whose values are texts. */
  public List<List<String>> run(String sql) throws IOException {
    sequence = 0;
    byte[] text = sql.getBytes(UTF_8);
    ByteBuffer command = ByteBuffer.allocate(1 + text.length);
    command.put((byte) 3).put(text);
    send(command.array());
    byte[] first = check(read());
    List<List<String>> rows = new ArrayList<>();
    if (first[0] == OK) {
      return rows;
    }
    // Columns, whose number is in the first packet, end with a packet as rows do.
    while (!ends(check(read()))) {}
    for (byte[] row = check(read()); !ends(row); row = check(read())) {
      rows.add(values(row));
    }
    return rows;
  }

  private static boolean ends(byte[] packet) {
    return (packet[0] & 0xff) == EOF && packet.length < 9;
  }

  private static List<String> values(byte[] row) {
    ByteBuffer buffer = ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN);
    List<String> values = new ArrayList<>();
    while (buffer.hasRemaining()) {
      int length = buffer.get() & 0xff;
      if (length == 0xfc) {
        length = buffer.getShort() & 0xffff;
      }
      if (length == NULL) {
        values.add("");
      } else {
        byte[] text = new byte[length];
        buffer.get(text);
        values.add(new String(text, UTF_8));
      }
    }
    return values;
  }

  /** The first value of the first row. */
  public String value(String sql) throws IOException {
    return run(sql).getFirst().getFirst();
  }

  private byte[] read() throws IOException {
    byte[] head = in.readNBytes(4);
    if (head.length < 4) {
      throw new EOFException("the server has closed the connection");
    }
    int length = (head[0] & 0xff) | (head[1] & 0xff) << 8 | (head[2] & 0xff) << 16;
    sequence = (head[3] & 0xff) + 1;
    byte[] body = in.readNBytes(length);
    if (body.length < length || length == 0) {
      throw new EOFException("the server has closed the connection");
    }
    return body;
  }

  private void send(byte[] body) throws IOException {
    byte[] packet = new byte[4 + body.length];
    packet[0] = (byte) body.length;
    packet[1] = (byte) (body.length >> 8);
    packet[2] = (byte) (body.length >> 16);
    packet[3] = (byte) sequence;
    System.arraycopy(body, 0, packet, 4, body.length);
    socket.getOutputStream().write(packet);
  }

  private static byte[] check(byte[] packet) throws RefusedException {
    if ((packet[0] & 0xff) == ERROR) {
      int code = (packet[1] & 0xff) | (packet[2] & 0xff) << 8;
      throw new RefusedException(code, new String(packet, 3, packet.length - 3, UTF_8));
    }
    return packet;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // It has ended.
    }
  }
}
