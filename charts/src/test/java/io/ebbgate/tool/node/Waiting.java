package io.ebbgate.tool.node;

import java.io.IOException;
import java.time.Duration;

/** Waiting for what programs of ours do, as long as they all run. */
final class Waiting {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** Whether it is so. */
  interface Question {
    boolean ask() throws IOException, InterruptedException;
  }

  private Waiting() {}

  static void forIt(NodeProcesses programs, String what, Question question)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    while (!question.ask()) {
      programs.check();
      if (System.nanoTime() - began > LIMIT.toNanos()) {
        throw new IOException(what + " is not ready after " + LIMIT);
      }
      Thread.sleep(50);
    }
  }
}
