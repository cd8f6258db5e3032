package io.ebbgate.core.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads typed values from a map of texts and collects every mistake, so that one run reports them
 * all. A mistaken value reads as its default; {@link #finish()} then throws.
 */
public final class SettingReader {
  private final Map<String, String> source;
  private final List<ConfigProblem> problems = new ArrayList<>();

  public SettingReader(Map<String, String> source) {
    // Not by Map.copyOf, which takes quadratic time for keys of the same hash.
    this.source = new HashMap<>(source);
  }

  /** The value, or the default where it is absent or empty; a secret one is never printed. */
  public String text(String name, String fallback) {
    String found = source.getOrDefault(name, "");
    return found.isEmpty() ? fallback : found;
  }

  /** The parsed value, or the parsed default; a value that doesn't parse is a problem. */
  public <T> T value(
      String name, String fallback, String allowed, Function<String, Optional<T>> parse) {
    String found = text(name, fallback);
    return parse
        .apply(found)
        .orElseGet(() -> {
          problem(name, '"' + found + '"', allowed);
          return parse
              .apply(fallback)
              .orElseThrow(() -> new IllegalStateException("the default of " + name));
        });
  }

  /** The parsed value; empty where it is absent, empty or does not parse, which is a problem. */
  public <T> Optional<T> optional(
      String name, String allowed, Function<String, Optional<T>> parse) {
    String found = text(name, "");
    Optional<T> parsed = found.isEmpty() ? Optional.empty() : parse.apply(found);
    if (parsed.isEmpty() && !found.isEmpty()) {
      problem(name, '"' + found + '"', allowed);
    }
    return parsed;
  }

  /** A duration setting. */
  public Duration duration(String name, String fallback) {
    return value(name, fallback, DurationText.ALLOWED, DurationText::parse);
  }

  /** A duration setting from a second to the longest, or empty as {@link #optional}. */
  public Optional<Duration> seconds(String name, Duration longest) {
    return optional(
        name,
        DurationText.ALLOWED + " from 1s to " + DurationText.format(longest),
        text -> DurationText.parse(text, longest).filter(read -> read.toSeconds() >= 1));
  }

  /** {@code true} or {@code false}, which is the default. */
  public boolean flag(String name) {
    return value(name, "false", "true or false", SettingReader::truth);
  }

  private static Optional<Boolean> truth(String text) {
    return switch (text) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /**
   * A value that must be there; where it isn't, {@code standIn} is read and a problem remembered.
   */
  public String required(String name, String allowed, String standIn) {
    String found = text(name, "");
    if (found.isEmpty()) {
      problem(name, "missing", allowed);
      return standIn;
    }
    return found;
  }

  /** Adds a mistake. */
  public void problem(String name, String found, String allowed) {
    problems.add(new ConfigProblem(name, found, allowed));
  }

  /** The mistakes so far. */
  public List<ConfigProblem> problems() {
    return List.copyOf(problems);
  }

  /** Throws if there was any mistake. */
  public void finish() throws ConfigException {
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }
}
