package io.ebbgate.system.scenario;

import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.reporting.legacy.xml.LegacyXmlReportGeneratingListener;

/**
 * Runs the scenarios; a build's own test runner would run them in the machine's network. Ends with
 * 1 where one failed, and where there was none to run.
 */
final class ScenarioMain {
  /** The tag of those that take longest, which run only where they are selected. */
  private static final String LONG = "long";

  private static final String ALL = "io.ebbgate";

  private ScenarioMain() {}

  public static void main(String[] args) {
    Path reports = Path.of(System.getProperty("ebbgate.root"), "charts/target/failsafe-reports");
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    Launcher launcher = LauncherFactory.create();
    launcher.execute(
        request(), summary, new LegacyXmlReportGeneratingListener(reports, out), new Progress(out));
    summary.getSummary().printFailuresTo(out, 20);
    long failed = summary.getSummary().getTotalFailureCount();
    long ran = summary.getSummary().getTestsSucceededCount();
    out.printf("Scenarios: %d passed, %d failed.%n", ran, failed);
    System.exit(failed > 0 || ran == 0 ? 1 : 0);
  }

  private static LauncherDiscoveryRequest request() {
    LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
    String name = System.getProperty("ebbgate.scenario", "");
    request
        .selectors(selectPackage(ALL))
        .filters(includeClassNamePatterns(".*\\." + (name.isEmpty() ? ".*" : name) + "KT"));
    String tags = System.getProperty("ebbgate.scenario.tags", "");
    if (!tags.isEmpty()) {
      var _ = request.filters(TagFilter.includeTags(tags));
    } else if (name.isEmpty()) {
      var _ = request.filters(TagFilter.excludeTags(LONG));
    }
    return request.build();
  }

  /** A line for each scenario that begins, and one for each that failed or was skipped. */
  private record Progress(PrintWriter out) implements TestExecutionListener {
    @Override
    public void executionStarted(TestIdentifier identifier) {
      if (identifier.isTest()) {
        out.println("== " + name(identifier));
      }
    }

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
      String what = result.getStatus() == Status.ABORTED ? " was skipped: " : " failed: ";
      result
          .getThrowable()
          .ifPresent(cause -> out.println("== " + name(identifier) + what + cause));
    }

    private static String name(TestIdentifier identifier) {
      return identifier.getUniqueIdObject().getLastSegment().getValue()
          + " of "
          + identifier.getParentId().orElse("").replaceAll(".*\\.", "").replace("]", "");
    }
  }
}
