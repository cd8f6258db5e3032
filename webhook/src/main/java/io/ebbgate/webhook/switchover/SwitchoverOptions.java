package io.ebbgate.webhook.switchover;

import java.time.Duration;
import java.util.Optional;

/**
 * How a switchover is carried out.
 *
 * @param deadline empty for the default of the way it takes
 * @param yes pods are restarted without a question
 * @param json the result is a JSON document, and progress goes to standard error
 */
public record SwitchoverOptions(
    Duration waitQuiet,
    boolean force,
    Optional<Duration> deadline,
    boolean dryRun,
    boolean yes,
    boolean json) {}
