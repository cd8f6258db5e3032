package io.ebbgate.sidecar.kernel;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The system calls of one netlink socket, by libc's {@code syscall}: each function of its own would
 * take its own code and classes in a small JVM. Numbers and layouts are those of 64-bit Linux on
 * amd64 and arm64.
 *
 * <p>Initialising this class is what loads the foreign function interface.
 */
final class SystemCalls {
  private static final int NETLINK = 16;
  private static final int RAW_CLOSE_ON_EXEC = 3 | 0x80000;
  private static final int SOCK_DIAG = 4;
  private static final int SOL_SOCKET = 1;
  private static final int RECEIVE_TIMEOUT = 20;
  private static final int RECEIVE_BUFFER_FORCE = 33;

  /** {@code MSG_TRUNC}: the length of the whole datagram, also where the buffer is too small. */
  private static final int WHOLE_LENGTH = 0x20;

  private static final MethodHandle SYSCALL = handle();

  private enum Call {
    SOCKET("socket", 41, 198),
    SEND("sendto", 44, 206),
    RECEIVE("recvfrom", 45, 207),
    SET_OPTION("setsockopt", 54, 208),
    CLOSE("close", 3, 57);

    private final String text;
    private final int number;

    Call(String text, int amd64, int arm64) {
      this.text = text;
      this.number = Machine.ARM ? arm64 : amd64;
    }
  }

  /** What this JVM runs on. */
  private static final class Machine {
    static final String NAME = System.getProperty("os.arch", "");
    static final boolean ARM = NAME.equals("aarch64");

    static boolean supported() {
      return (ARM || NAME.equals("amd64")) && System.getProperty("os.name", "").equals("Linux");
    }
  }

  private final ByteBuffer option = direct(2 * Long.BYTES);
  private final ByteBuffer errno = direct(Integer.BYTES);
  private final MemorySegment errnoSegment = MemorySegment.ofBuffer(errno);

  @SuppressWarnings("restricted")
  private static MethodHandle handle() {
    if (!Machine.supported()) {
      throw new UnsupportedOperationException("not for " + Machine.NAME);
    }
    ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("syscall"),
        FunctionDescriptor.of(word, word, word, word, word, word, word, word),
        Linker.Option.captureCallState("errno"));
  }

  /**
   * Memory whose address a system call may be given; a field has to hold it during the call, which
   * knows no more than the address.
   */
  static ByteBuffer direct(int size) {
    return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
  }

  /** Opens a netlink socket of {@code sock_diag}. */
  int open() throws SystemCallException {
    return (int) call(Call.SOCKET, NETLINK, RAW_CLOSE_ON_EXEC, SOCK_DIAG, 0, 0);
  }

  /** Receiving fails with {@code EAGAIN} when nothing has come within this time. */
  void receiveTimeout(int socket, long micros) throws SystemCallException {
    option.putLong(0, micros / 1_000_000).putLong(Long.BYTES, micros % 1_000_000);
    call(Call.SET_OPTION, socket, SOL_SOCKET, RECEIVE_TIMEOUT, address(option), option.capacity());
  }

  /**
   * Makes room for twice so many bytes that wait to be received, whatever the system's limit is.
   *
   * @return whether the kernel did; in a user namespace of the pod's own it refuses
   */
  boolean receiveBuffer(int socket, int bytes) throws SystemCallException {
    option.putInt(0, bytes);
    try {
      call(
          Call.SET_OPTION,
          socket,
          SOL_SOCKET,
          RECEIVE_BUFFER_FORCE,
          address(option),
          Integer.BYTES);
      return true;
    } catch (SystemCallException e) {
      if (e.errno() == SystemCallException.EPERM) {
        return false;
      }
      throw e;
    }
  }

  /** Sends what the buffer has to the kernel. */
  void send(int socket, ByteBuffer message) throws SystemCallException {
    call(Call.SEND, socket, address(message), message.limit(), 0, 0);
  }

  /**
   * Receives one datagram.
   *
   * @return its length, which is more than the buffer's capacity if it was cut
   */
  long receive(int socket, ByteBuffer into) throws SystemCallException {
    return call(Call.RECEIVE, socket, address(into), into.capacity(), WHOLE_LENGTH, 0);
  }

  void close(int socket) {
    try {
      call(Call.CLOSE, socket, 0, 0, 0, 0);
    } catch (SystemCallException _) {
      // Linux has given it back whatever it says.
    }
  }

  /** Of all the buffer, whatever its position and limit are. */
  private static long address(ByteBuffer direct) {
    return MemorySegment.ofBuffer(direct.duplicate().clear()).address();
  }

  private long call(Call call, long first, long second, long third, long fourth, long fifth)
      throws SystemCallException {
    long result;
    try {
      result =
          (long)
              SYSCALL.invokeExact(
                  errnoSegment, (long) call.number, first, second, third, fourth, fifth, 0L);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError("a system call can't be made", e);
    }
    if (result < 0) {
      throw new SystemCallException(call.text, errno.getInt(0));
    }
    return result;
  }
}
