package io.ebbgate.webhook.profile;

/**
 * A profile that can't be used. Its message is one sentence: which file, line and field, and what
 * is allowed.
 */
public final class ProfileException extends Exception {
  private static final long serialVersionUID = 1L;

  ProfileException(String sentence) {
    super(sentence + ".");
  }

  ProfileException(String sentence, Exception cause) {
    super(sentence + ".", cause);
  }
}
