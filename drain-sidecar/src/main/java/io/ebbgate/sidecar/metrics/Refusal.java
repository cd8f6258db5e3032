package io.ebbgate.sidecar.metrics;

/** Why a connection or a request of a port was refused. */
public enum Refusal {
  /** Silent for longest when another connection needed its room. */
  SILENT,
  /** The request did not arrive within its time limit. */
  LATE,
  /** No HTTP request that can be read. */
  MALFORMED,
  /** Too many of its kind waited. */
  BUSY
}
