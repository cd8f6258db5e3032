package io.ebbgate.webhook.command;

import java.io.PrintStream;

/** What a command prints is all there is of its work, so it may not get lost without a word. */
final class Output {
  private Output() {}

  /** Throws if anything printed so far did not arrive: a full disk, a reader that left. */
  static void finish(PrintStream out) throws CommandException {
    if (out.checkError()) {
      throw new CommandException(
          CommandException.IO_ERROR, "The output can't be written; it is not complete.");
    }
  }
}
