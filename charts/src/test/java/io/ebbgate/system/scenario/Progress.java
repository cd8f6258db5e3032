package io.ebbgate.system.scenario;

import java.io.PrintWriter;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** A line for each scenario that begins, and one for each that failed or was skipped. */
record Progress(PrintWriter out) implements TestExecutionListener {
  @Override
  public void executionStarted(TestIdentifier identifier) {
    if (identifier.isTest()) {
      out.println("== " + name(identifier));
    }
  }

  @Override
  public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
    String what = result.getStatus() == Status.ABORTED ? " was skipped: " : " failed: ";
    result.getThrowable().ifPresent(cause -> out.println("== " + name(identifier) + what + cause));
  }

  private static String name(TestIdentifier identifier) {
    return identifier.getUniqueIdObject().getLastSegment().getValue()
        + " of "
        + identifier.getParentId().orElse("").replaceAll(".*\\.", "").replace("]", "");
  }
}
