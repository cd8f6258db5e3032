package io.ebbgate.webhook.rollout;

import static java.util.Objects.requireNonNull;

import io.ebbgate.webhook.review.OneLine;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a test prints, and what it asks.
 *
 * @param out takes the result
 * @param err takes why nothing was done, and progress beside a JSON document
 * @param json whether the result is printed as JSON
 * @param agreed asks the user a question
 */
public record TestConsole(
    PrintStream out, PrintStream err, boolean json, Predicate<String> agreed) {
  public TestConsole {
    requireNonNull(out);
    requireNonNull(err);
    requireNonNull(agreed);
  }

  /** Prints a line of the plan or of the progress. */
  void say(String line) {
    (json ? err : out).println(OneLine.of(line));
  }

  /** Prints why nothing was done. */
  void refuse(String sentence) {
    err.println(OneLine.of(sentence));
  }

  boolean isAgreed(String question) {
    return agreed.test(question);
  }

  void print(TestResult result, TestPlan plan, List<String> advice) {
    if (json) {
      out.println(
          ResultJson.of(plan.workload(), plan.target().address().toString(), result, advice)
              .toPrettyString());
    } else {
      ResultText.lines(result, plan.workload(), advice).forEach(out::println);
    }
  }
}
