package io.ebbgate.core.switchover;

import java.util.List;

/**
 * How far the replacement of the pods of the beginning has come.
 *
 * @param serving those that serve
 * @param terminating those that have been evicted and still have clients
 * @param full whether as many pods are ready as at the beginning
 */
public record Replacement(List<String> serving, List<String> terminating, boolean full) {
  public Replacement {
    serving = List.copyOf(serving);
    terminating = List.copyOf(terminating);
  }

  boolean isOver() {
    return serving.isEmpty() && terminating.isEmpty();
  }
}
