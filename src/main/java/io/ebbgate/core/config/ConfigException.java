package io.ebbgate.core.config;

import java.util.List;
import java.util.stream.Collectors;

/** Every mistake found in a configuration, at once. Programs end with {@link #EXIT_CODE}. */
public final class ConfigException extends Exception {
  /** {@code EX_USAGE} of sysexits.h. */
  public static final int EXIT_CODE = 64;

  private static final long serialVersionUID = 1L;

  private final transient List<ConfigProblem> problems;

  public ConfigException(List<ConfigProblem> problems) {
    super(problems.stream().map(ConfigProblem::sentence).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** The mistakes, in the order they were read. */
  public List<ConfigProblem> problems() {
    return problems;
  }
}
