package io.ebbgate.tool.kubelet;

/** A pod that can't be run here as the kubelet would run it; the message says which field. */
public final class RefusedPodException extends Exception {
  private static final long serialVersionUID = 1L;

  RefusedPodException(String sentence) {
    super(sentence);
  }
}
