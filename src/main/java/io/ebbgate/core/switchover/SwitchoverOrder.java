package io.ebbgate.core.switchover;

import java.time.Duration;

/**
 * What the operator wants.
 *
 * @param waitQuiet how long connections that may have something in flight are waited for
 * @param force those that are not quiet by then are closed; else the switchover is given up
 * @param deadline of all, from the beginning to the moment at which clients are let in again
 * @param command whether a command of the operator runs when the listener is quiet
 * @param restart pods are replaced after the move, since they can't close connections
 */
public record SwitchoverOrder(
    Duration waitQuiet, boolean force, Duration deadline, boolean command, boolean restart) {}
