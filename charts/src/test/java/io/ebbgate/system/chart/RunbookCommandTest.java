package io.ebbgate.system.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.Ports;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.tool.chart.HelmChart;
import io.ebbgate.tool.chart.RenderedChart;
import io.ebbgate.webhook.command.Commands;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * What runbooks have one type fits the chart as it is installed, and the program as it is built.
 */
class RunbookCommandTest {
  private static final List<String> NAMESPACES = List.of("NAMESPACE", HelmChart.NAMESPACE);
  private static final List<String> PORTS =
      List.of(String.valueOf(Ports.CONTROL), String.valueOf(Ports.ADMISSION));

  /** A kind and a name of ours. */
  private static final Pattern OBJECT =
      Pattern.compile("(?<![-\\w])([a-z]{5,}?)s?[/ ](ebbgate(?:[-.][a-z]+)*)");

  private static final Pattern ACCOUNT = Pattern.compile(" --as (\\S+)");
  private static final Pattern CONTAINER = Pattern.compile(" -c (\\S+)");
  private static final Pattern SELECTOR = Pattern.compile(" -l (\\S+?)!?=(\\S+)");
  private static final Pattern NAMESPACE = Pattern.compile(" (?:-n|--namespace) (\\S+)");
  private static final Pattern PORT = Pattern.compile(" port-forward \\S+ (\\d+)");
  private static final Pattern VALUE = Pattern.compile(" --set ([a-zA-Z.]+)=");

  static List<String> kubectl() throws IOException {
    return typed("kubectl");
  }

  static List<String> helm() throws IOException {
    return typed("helm");
  }

  static List<String> ebbgate() throws IOException {
    return typed("ebbgate");
  }

  @ParameterizedTest
  @MethodSource("kubectl")
  void namesObjectsThatTheChartMakes(String command) {
    String account = "system:serviceaccount:" + HelmChart.NAMESPACE + ":" + HelmChart.RELEASE;

    assertThat(made())
        .containsAll(
            OBJECT
                .matcher(command.replace(HelmChart.NAMESPACE + "/", ""))
                .results()
                .map(each -> each.group(1) + " " + each.group(2))
                .toList());
    assertThat(found(ACCOUNT, command)).isSubsetOf(account);
    assertThat(found(NAMESPACE, command)).isSubsetOf(NAMESPACES);
    assertThat(found(CONTAINER, command)).isSubsetOf(Containers.SIDECAR);
    assertThat(found(PORT, command)).isSubsetOf(PORTS);
  }

  @ParameterizedTest
  @MethodSource("kubectl")
  void selectsByLabelsThatPodsHave(String command) {
    Map<String, String> ours = HelmChart.rendered(HelmChart.NO_VALUES).labels();

    assertThat(SELECTOR.matcher(command).results())
        .allMatch(each ->
            each.group(1).equals(Labels.INJECTED)
                ? each.group(2).equals("true")
                : each.group(2).equals(ours.get(each.group(1))));
  }

  @ParameterizedTest
  @MethodSource("helm")
  void setsValuesThatTheChartHas(String command) {
    JsonNode values = HelmChart.tree("values.yaml");

    // --reuse-values would leave out what is new in the chart.
    assertThat(command)
        .startsWith(
            "helm -n ebbgate-system upgrade ebbgate charts/ebbgate --reset-then-reuse-values");
    assertThat(found(VALUE, command))
        .allMatch(name -> values.at("/" + name.replace('.', '/')).isValueNode());
  }

  @ParameterizedTest
  @MethodSource("ebbgate")
  void hasArgumentsThatTheProgramTakes(String command) {
    String[] arguments = command.substring("ebbgate ".length()).split(" ", -1);

    assertThatCode(() -> program().parseArgs(arguments)).doesNotThrowAnyException();
  }

  @Command(name = "ebbgate")
  private static final class Program {}

  private static CommandLine program() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
    return Commands.addTo(
        new CommandLine(new Program()),
        "1",
        new ByteArrayInputStream(new byte[0]),
        nowhere,
        nowhere,
        InstantSource.system());
  }

  /** The commands of a program, behind pipes too. */
  private static List<String> typed(String program) throws IOException {
    return Runbook.all().stream()
        .flatMap(page -> page.commands().stream())
        .flatMap(command -> Stream.of(command.split(" [|&] ?", -1)))
        .map(String::strip)
        .filter(command -> command.startsWith(program + " "))
        .distinct()
        .toList();
  }

  /** Kind and name of every object, and of those that the program makes. */
  private static Set<String> made() {
    Set<String> made = new HashSet<>();
    for (String values : List.of(HelmChart.NO_VALUES, ValueSets.CERT_MANAGER)) {
      for (JsonNode each : HelmChart.rendered(values).documents()) {
        String kind = each.path("kind").asText().toLowerCase(Locale.ROOT);
        made.add(kind + " " + each.at("/metadata/name").asText());
      }
    }
    RenderedChart chart = HelmChart.rendered(HelmChart.NO_VALUES);
    made.add("secret " + chart.variable(WebhookEnv.TLS_SECRET));
    made.add("secret " + chart.variable(WebhookEnv.TOKEN_SECRET));
    return made;
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(each -> each.group(1)).toList();
  }
}
