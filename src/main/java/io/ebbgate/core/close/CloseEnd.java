package io.ebbgate.core.close;

/** How a request ended. */
public enum CloseEnd {
  /** All that was to be closed is closed or has ended. */
  DONE,
  /** The client wanted no more. */
  CALLED_OFF,
  /** The kernel refused, or some were still there when the time was up. */
  FAILED
}
