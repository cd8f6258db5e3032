package io.ebbgate.webhook.command;

import io.ebbgate.webhook.review.OneLine;
import java.io.PrintStream;

/** A command failed; the message is one sentence for its user. */
public final class CommandException extends Exception {
  /** {@code EX_DATAERR} of sysexits.h: the input is wrong. */
  static final int DATA = 65;

  /** {@code EX_NOINPUT}: the input does not exist. */
  static final int NO_INPUT = 66;

  /** {@code EX_CANTCREAT}: an output file can't be created. */
  static final int CANT_CREATE = 73;

  /** {@code EX_IOERR}: writing failed. */
  static final int IO_ERROR = 74;

  /** {@code EX_TEMPFAIL}: it may succeed when it is tried again. */
  static final int TEMPORARY = 75;

  /** {@code EX_NOPERM}: a permission is missing. */
  static final int NO_PERMISSION = 77;

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  CommandException(int exitCode, String message) {
    super(OneLine.of(message));
    this.exitCode = exitCode;
  }

  /** Exit code from sysexits.h. */
  public int exitCode() {
    return exitCode;
  }

  /** Throws if any output so far was lost, as on a full disk or a closed pipe. */
  static void checkWritten(PrintStream out) throws CommandException {
    if (out.checkError()) {
      throw new CommandException(IO_ERROR, "The output can't be written and is incomplete.");
    }
  }
}
