package io.ebbgate.webhook;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Runs the command lines of standard input, one a line with blanks between its words, in one
 * process: the JVM can then write a cache of the classes that all of them load (JEP 514).
 */
public final class CommandTrainingMain {
  private CommandTrainingMain() {}

  /** Exit codes don't matter: a cluster that is not there is trained too. */
  public static void main(String[] args) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        var _ = WebhookMain.commandLine().execute(line.split(" ", -1));
        line = lines.readLine();
      }
    }
  }
}
