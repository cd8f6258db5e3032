package io.ebbgate.core.contract;

/** Types of the Secrets that the webhook creates, by which it recognises them. */
public final class SecretTypes {
  /** The CA certificates and keys. */
  public static final String CA = Annotations.PREFIX + "ca";

  /** The key of the HMAC that makes pods' tokens. */
  public static final String TOKEN_KEY = Annotations.PREFIX + "token-key";

  private SecretTypes() {}
}
