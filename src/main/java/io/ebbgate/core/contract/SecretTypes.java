package io.ebbgate.core.contract;

/** Types of the Secrets that the webhook makes, by which it knows its own. */
public final class SecretTypes {
  /** The certificate authorities. */
  public static final String CA = Annotations.PREFIX + "ca";

  /** The key that pods' tokens are made with. */
  public static final String TOKEN_KEY = Annotations.PREFIX + "token-key";

  private SecretTypes() {}
}
