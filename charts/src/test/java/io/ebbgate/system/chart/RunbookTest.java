package io.ebbgate.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.MetricNames;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.SidecarResource;
import io.ebbgate.tool.chart.Constants;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each alert has a runbook, which names what exists. */
class RunbookTest {
  private static final Pattern METRIC = Pattern.compile("\\bebbgate(?:_[a-z0-9_]+|:\\w+:\\w+)");
  private static final Pattern COUNT = Pattern.compile("_count$");
  private static final Pattern KEY = Pattern.compile("\\bebbgate\\.io/[a-z-]+");
  private static final Pattern LINK = Pattern.compile("(?<=]\\()[A-Za-z]+(?=\\.md\\))");

  static List<Runbook> runbooks() throws IOException {
    return Runbook.all();
  }

  @Test
  void everyAlertHasAPageAndEveryPageAnAlert() throws IOException {
    assertThat(runbooks())
        .extracting(Runbook::alert)
        .containsExactlyInAnyOrderElementsOf(
            Rule.alerts().stream().map(Rule::name).distinct().toList());
  }

  @ParameterizedTest
  @MethodSource("runbooks")
  void everyPageAnswersTheSameQuestions(Runbook page) {
    assertThat(page.headings())
        .containsExactly(
            "# " + page.alert(),
            "## What it means",
            "## What users notice",
            "## What to type",
            "## How to end it",
            "## When to ignore it");
    assertThat(page.commands()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("runbooks")
  void namesMetricsThatThereAre(Runbook page) throws IllegalAccessException {
    Set<String> known = Constants.of(MetricNames.class);
    Rule.all().stream().map(Rule::name).forEach(known::add);

    assertThat(found(METRIC, page))
        .allMatch(
            name -> known.contains(name) || known.contains(COUNT.matcher(name).replaceFirst("")));
  }

  @ParameterizedTest
  @MethodSource("runbooks")
  void namesAnnotationsAndLabelsThatAreRead(Runbook page) throws IllegalAccessException {
    Set<String> known = Constants.of(Annotations.class, Labels.class);
    Stream.of(Setting.values()).map(Setting::annotation).forEach(known::add);
    Stream.of(SidecarResource.values()).map(SidecarResource::annotation).forEach(known::add);

    assertThat(known).containsAll(found(KEY, page));
  }

  @ParameterizedTest
  @MethodSource("runbooks")
  void leadsToPagesThatThereAre(Runbook page) throws IOException {
    assertThat(runbooks()).extracting(Runbook::alert).containsAll(found(LINK, page));
  }

  /** A path of kubectl's has its full stops behind backslashes. */
  private static List<String> found(Pattern pattern, Runbook page) {
    String text = String.join("\n", page.lines()).replace("\\.", ".");
    return pattern.matcher(text).results().map(MatchResult::group).toList();
  }
}
