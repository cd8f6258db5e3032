package io.ebbgate.system.dashboard;

import java.util.List;
import java.util.function.Function;

/** A rule of dashboard-linter, by its name there. */
record Rule(String name, Function<Dashboard, List<Finding>> check) {
  List<Finding> findings(Dashboard dashboard) {
    return check.apply(dashboard);
  }

  @Override
  public String toString() {
    return name;
  }
}
