package io.ebbgate.sidecar.kernel;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Writes requests of {@code sock_diag(7)} as {@code linux/netlink.h} and {@code linux/inet_diag.h}
 * lay them out; the buffer has the machine's byte order, which is little endian.
 */
final class DiagRequest {
  static final int SOCK_DIAG_BY_FAMILY = 20;

  /** Closes one socket; its peer gets a RST. */
  private static final int SOCK_DESTROY = 21;

  /** States as bits: {@code 1 << TCP_ESTABLISHED}, {@code 1 << TCP_CLOSE_WAIT}. */
  static final int ESTABLISHED = 1 << 1;

  static final int CLOSE_WAIT = 1 << 8;

  /** {@code 1 << TCP_FIN_WAIT1}, {@code 1 << TCP_FIN_WAIT2}. */
  static final int FIN_WAIT = 1 << 4 | 1 << 5;

  /** More conditions than this are checked here and not in the kernel. */
  static final int MOST_CONDITIONS = 500;

  private static final int REQUEST = 1;
  private static final int ACKNOWLEDGED = 4;
  private static final int DUMP = 0x300;
  private static final byte TCP = 6;
  private static final byte WITH_TCP_INFO = 1 << (DiagSocket.TCP_INFO - 1);

  /** Addresses, ports, interface and cookie of one socket; a dump leaves them empty. */
  static final int SOCKET_ID = 48;

  /** Size of a request to close one socket. */
  static final int DESTROY = DiagAnswer.HEADER + 2 * Integer.BYTES + SOCKET_ID;

  private static final byte[] NOTHING = new byte[DESTROY];

  private static final short BYTECODE = 1;

  /** Instructions of the kernel's filter. */
  private static final byte JUMP = 1;

  private static final byte PORT_AT_LEAST = 2;
  private static final byte PORT_AT_MOST = 3;
  private static final byte LOCAL_CONDITION = 7;

  /** An instruction: its code, and how far it jumps where it holds and where it does not. */
  private static final int INSTRUCTION = 4;

  /** Family, length of the prefix and port, before the address. */
  private static final int CONDITION = 8;

  private final ByteBuffer buffer;
  private final int sequence;
  private int begin;

  DiagRequest(ByteBuffer buffer, int sequence) {
    this.buffer = buffer;
    this.sequence = sequence;
  }

  /** Asks for every socket of these listeners in these states; the buffer is ready to be sent. */
  void dump(int family, int states, List<ListenerSocket> listeners) {
    buffer.clear();
    start(SOCK_DIAG_BY_FAMILY, REQUEST | DUMP, family, states);
    buffer.position(buffer.position() + SOCKET_ID);
    int attribute = buffer.position();
    buffer.putShort((short) 0).putShort(BYTECODE);
    if (listeners.size() > MOST_CONDITIONS) {
      portRange(listeners);
    } else {
      anyOf(listeners);
    }
    buffer.putShort(attribute, (short) (buffer.position() - attribute));
    finish();
    buffer.flip();
  }

  /**
   * Asks to close one socket; another request may follow in the buffer.
   *
   * @param acknowledged whether the kernel answers in any case; where it does not close the socket
   *     it always does
   * @param ids has at {@code at} what the kernel said that the socket is, with its cookie: another
   *     socket with the same addresses and ports is not meant
   */
  void destroy(boolean acknowledged, int family, byte[] ids, int at) {
    start(SOCK_DESTROY, acknowledged ? REQUEST | ACKNOWLEDGED : REQUEST, family, SockDiag.STATES);
    buffer.put(ids, at, SOCKET_ID);
    finish();
  }

  private void start(int type, int flags, int family, int states) {
    begin = buffer.position();
    buffer.put(begin, NOTHING);
    buffer.putInt(0).putShort((short) type).putShort((short) flags).putInt(sequence).putInt(0);
    buffer.put((byte) family).put(TCP).put(WITH_TCP_INFO).put((byte) 0).putInt(states);
  }

  private void finish() {
    buffer.putInt(begin, buffer.position() - begin);
  }

  /** Each condition that holds is followed by a jump to the end, which accepts. */
  private void anyOf(List<ListenerSocket> listeners) {
    int end = buffer.position();
    for (ListenerSocket listener : listeners) {
      end += size(listener) + INSTRUCTION;
    }
    end -= INSTRUCTION;
    for (ListenerSocket listener : listeners) {
      int size = size(listener);
      int left = end - buffer.position();
      boolean last = left == size;
      // Past the end is what refuses.
      instruction(LOCAL_CONDITION, size, size + INSTRUCTION);
      condition(listener);
      if (!last) {
        instruction(JUMP, INSTRUCTION, end - buffer.position());
      }
    }
  }

  private static int size(ListenerSocket listener) {
    return INSTRUCTION + CONDITION + address(listener).length;
  }

  private static byte[] address(ListenerSocket listener) {
    return listener.wildcard() ? new byte[0] : listener.address().getAddress();
  }

  /** An IPv4 address is compared with mapped ones too. */
  private void condition(ListenerSocket listener) {
    byte[] address = address(listener);
    buffer.put(family(address.length)).put((byte) (address.length * Byte.SIZE));
    buffer.putShort((short) 0).putInt(listener.port()).put(address);
  }

  private static byte family(int length) {
    return switch (length) {
      case 0 -> 0;
      case Integer.BYTES -> ListenerFilter.IPV4;
      default -> ListenerFilter.IPV6;
    };
  }

  /** All ports from the lowest to the highest; {@link ListenerFilter} drops those between. */
  private void portRange(List<ListenerSocket> listeners) {
    int lowest = 65535;
    int highest = 0;
    for (ListenerSocket listener : listeners) {
      lowest = Math.min(lowest, listener.port());
      highest = Math.max(highest, listener.port());
    }
    int size = 2 * INSTRUCTION;
    instruction(PORT_AT_LEAST, size, 2 * size + INSTRUCTION);
    instruction(0, 0, lowest);
    instruction(PORT_AT_MOST, size, size + INSTRUCTION);
    instruction(0, 0, highest);
  }

  private void instruction(int code, int whereTrue, int whereFalse) {
    buffer.put((byte) code).put((byte) whereTrue).putShort((short) whereFalse);
  }
}
