/**
 * Tools for the tests of every module: seeded properties, a clock moved by hand, child processes,
 * real Envoys, a real API server and a steady load of reviews for it. It refuses to skip: a test
 * whose Envoy or Kubernetes is missing fails.
 */
@NullMarked
package io.ebbgate.core.testkit;

import org.jspecify.annotations.NullMarked;
