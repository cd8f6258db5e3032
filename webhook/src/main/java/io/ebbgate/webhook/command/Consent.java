package io.ebbgate.webhook.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Locale;

/** Asks the user; without an answer, as where nothing can be typed or read, it is no. */
record Consent(InputStream in, PrintStream err) {
  boolean to(String question) {
    err.print(question + " [y/N] ");
    err.flush();
    try {
      String answer = new BufferedReader(new InputStreamReader(in, UTF_8)).readLine();
      if (answer == null) {
        err.println();
        return false;
      }
      return answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    } catch (IOException e) {
      err.println();
      err.println("The answer can't be read: " + e.getMessage() + ".");
      return false;
    }
  }
}
