package io.ebbgate.sidecar.drain;

/** Where an error came from, for one log line. */
final class Traces {
  private Traces() {}

  /** The first frame of ours, or the first one. */
  static String top(Throwable e) {
    StackTraceElement[] frames = e.getStackTrace();
    for (StackTraceElement frame : frames) {
      if (frame.getClassName().startsWith("io.ebbgate.")) {
        return frame.toString();
      }
    }
    return frames.length == 0 ? "" : frames[0].toString();
  }
}
