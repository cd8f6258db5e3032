package io.ebbgate.webhook.cluster;

/** Something in the cluster is not as it has to be; the message says what, and what to do. */
public final class ClusterException extends Exception {
  private static final long serialVersionUID = 1L;

  public ClusterException(String sentence) {
    super(sentence);
  }

  public ClusterException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
