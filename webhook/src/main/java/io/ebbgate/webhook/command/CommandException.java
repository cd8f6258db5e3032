package io.ebbgate.webhook.command;

import io.ebbgate.webhook.review.OneLine;

/** A command can't do what it was asked to; the message is one sentence for people. */
public final class CommandException extends Exception {
  /** {@code EX_DATAERR} of sysexits.h: the input is wrong. */
  static final int DATA = 65;

  /** {@code EX_NOINPUT}: the input is not there. */
  static final int NO_INPUT = 66;

  /** {@code EX_CANTCREAT}: the output can't be written. */
  static final int CANT_CREATE = 73;

  /** {@code EX_IOERR}: writing went wrong. */
  static final int IO_ERROR = 74;

  /** {@code EX_NOPERM}: a right is missing. */
  static final int NO_PERMISSION = 77;

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  CommandException(int exitCode, String message) {
    super(OneLine.of(message));
    this.exitCode = exitCode;
  }

  /** From sysexits.h. */
  public int exitCode() {
    return exitCode;
  }
}
