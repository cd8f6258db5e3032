package io.ebbgate.tool.load;

import java.io.IOException;

/** An upgrade was answered with a status other than 101. */
final class NotUpgradedException extends IOException {
  private static final long serialVersionUID = 1;

  NotUpgradedException(int status) {
    super("101 was expected and " + status + " came");
  }
}
