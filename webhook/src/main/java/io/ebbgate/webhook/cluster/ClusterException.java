package io.ebbgate.webhook.cluster;

/** A call to the API server failed or an object is not as required; the message has what to do. */
public final class ClusterException extends Exception {
  private static final long serialVersionUID = 1L;

  public ClusterException(String sentence) {
    super(sentence);
  }

  public ClusterException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
