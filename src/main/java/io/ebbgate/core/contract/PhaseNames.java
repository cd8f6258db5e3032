package io.ebbgate.core.contract;

import java.util.List;

/**
 * What a drain's phases are called: in the log, the status, the verdict and as a metric's label.
 */
public final class PhaseNames {
  public static final String SERVING = "serving";
  public static final String ANNOUNCING = "announcing";
  public static final String WAITING = "waiting";
  public static final String CLOSING = "closing";
  public static final String UNREACHABLE = "unreachable";
  public static final String RELEASED = "released";

  /** All of them. */
  public static final List<String> ALL =
      List.of(SERVING, ANNOUNCING, WAITING, CLOSING, UNREACHABLE, RELEASED);

  private PhaseNames() {}
}
