package io.ebbgate.system.dashboard;

/**
 * Where a dashboard breaks a rule.
 *
 * @param panel its title; empty where it is the whole dashboard
 */
record Finding(String panel, String what) {
  static Finding of(String what) {
    return new Finding("", what);
  }
}
