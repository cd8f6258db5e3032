package io.ebbgate.core.switchover;

import java.util.List;

/**
 * What is known at one moment.
 *
 * @param now in nanoseconds of the ticker
 * @param pods that serve; those that are replaced meanwhile are others
 * @param replacement how far it has come
 * @param command how far the operator's command has come
 * @param interrupted the operator has had enough
 */
public record SwitchoverFacts(
    long now,
    List<GatewayPod> pods,
    Replacement replacement,
    CommandState command,
    boolean interrupted) {
  /** The operator's command. */
  public enum CommandState {
    NOT_STARTED,
    RUNNING,
    SUCCEEDED,
    FAILED
  }

  public SwitchoverFacts {
    pods = List.copyOf(pods);
  }
}
