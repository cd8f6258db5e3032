package io.ebbgate.webhook.switchover;

import java.io.PrintStream;
import java.util.function.Predicate;

/**
 * Where a switchover meets its operator.
 *
 * @param out takes the result
 * @param err takes mistakes, and progress beside a JSON document
 * @param agreed asks the operator a question
 */
public record SwitchoverConsole(PrintStream out, PrintStream err, Predicate<String> agreed) {}
