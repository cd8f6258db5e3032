package io.ebbgate.certs.issue;

/**
 * A certificate, key or request that is refused. The message is one sentence for people: which
 * field or file, what was wrong, what is allowed. It never holds a key.
 */
public final class InvalidCertificateException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidCertificateException(String sentence) {
    super(sentence);
  }

  public InvalidCertificateException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
