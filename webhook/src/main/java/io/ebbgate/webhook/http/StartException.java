package io.ebbgate.webhook.http;

/** The webhook can't listen, or use its certificate; the message is one sentence. */
public final class StartException extends Exception {
  /** {@code EX_OSERR} of sysexits.h. */
  public static final int EXIT_CODE = 71;

  private static final long serialVersionUID = 1L;

  StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
