package io.ebbgate.sidecar.kernel;

import java.io.IOException;

/** A system call failed; {@link #errno} says how. */
final class SystemCallException extends IOException {
  private static final long serialVersionUID = 1L;

  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int EINVAL = 22;
  static final int ENOSYS = 38;
  static final int EPROTONOSUPPORT = 93;
  static final int EOPNOTSUPP = 95;
  static final int EAFNOSUPPORT = 97;
  static final int ENOBUFS = 105;

  /** Another socket has these addresses and ports now. */
  static final int ESTALE = 116;

  private final int errno;

  SystemCallException(String call, int errno) {
    super(call + " failed with " + name(errno));
    this.errno = errno;
  }

  int errno() {
    return errno;
  }

  /** True where asking again can't help. */
  boolean refused() {
    return switch (errno) {
      case EPERM, ENOENT, EACCES, EINVAL, ENOSYS, EPROTONOSUPPORT, EOPNOTSUPP, EAFNOSUPPORT -> true;
      default -> false;
    };
  }

  private static String name(int errno) {
    return switch (errno) {
      case EPERM -> "EPERM";
      case ENOENT -> "ENOENT";
      case EINTR -> "EINTR";
      case EAGAIN -> "EAGAIN";
      case EACCES -> "EACCES";
      case EINVAL -> "EINVAL";
      case ENOSYS -> "ENOSYS";
      case EPROTONOSUPPORT -> "EPROTONOSUPPORT";
      case EOPNOTSUPP -> "EOPNOTSUPP";
      case EAFNOSUPPORT -> "EAFNOSUPPORT";
      case ENOBUFS -> "ENOBUFS";
      case ESTALE -> "ESTALE";
      default -> "errno " + errno;
    };
  }
}
