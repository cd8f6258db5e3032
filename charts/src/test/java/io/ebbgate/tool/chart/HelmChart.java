package io.ebbgate.tool.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.ebbgate.core.testkit.TextFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The chart's folder, and Helm as a library. Values are YAML, over the chart's own. */
public final class HelmChart {
  public static final Path FOLDER =
      Path.of(System.getProperty("ebbgate.root"), "charts", "ebbgate");
  public static final String RELEASE = "ebbgate";
  public static final String NAMESPACE = "ebbgate-system";
  public static final String NO_VALUES = "{}";

  /** The annotation that makes an object a part of {@code helm test}. */
  public static final String HOOK = "helm.sh/hook: test\n";

  /** Not the version that the library was built for: the oldest cluster with native sidecars. */
  private static final String CLUSTER = "1.29.0";

  private HelmChart() {}

  public static RenderedChart rendered(String values) {
    return rendered(RELEASE, NAMESPACE, values);
  }

  public static RenderedChart rendered(String release, String namespace, String values) {
    return RenderedChart.read(text(release, namespace, values));
  }

  /**
   * What {@code helm template} prints.
   *
   * @throws IllegalStateException with Helm's message, where it refuses the values
   */
  public static String text(String release, String namespace, String values) {
    return text(FOLDER, CLUSTER, release, namespace, values);
  }

  /** For a cluster of that version. */
  public static RenderedChart renderedFor(String cluster, String values) {
    return RenderedChart.read(text(FOLDER, cluster, RELEASE, NAMESPACE, values));
  }

  /**
   * The same as a part of a platform's own chart, which has the values under the chart's name.
   *
   * @param values of that chart
   */
  public static RenderedChart umbrella(String values) {
    return RenderedChart.read(text(Umbrella.FOLDER, CLUSTER, RELEASE, NAMESPACE, values));
  }

  private static final class Umbrella {
    private static final Path FOLDER =
        Path.of(System.getProperty("ebbgate.root"), "charts", "target", "umbrella");

    static {
      try {
        Path part = FOLDER.resolve("charts").resolve(RELEASE);
        copy(HelmChart.FOLDER, part, text -> text);
        Files.writeString(
            FOLDER.resolve("Chart.yaml"), "{apiVersion: v2, name: platform, version: 1.0.0}");
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
  }

  private static String text(
      Path chart, String cluster, String release, String namespace, String values) {
    return withFile(
        values,
        file ->
            new Helm(chart)
                .template()
                .withName(release)
                .withNamespace(namespace)
                .withKubeVersion(cluster)
                .withValuesFile(file)
                .call());
  }

  /** The notes that {@code helm install} prints. */
  public static String notes(String values) {
    return withFile(
        values,
        file ->
            new Helm(FOLDER)
                .install()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeVersion(CLUSTER)
                .clientOnly()
                .dryRun()
                .withValuesFile(file)
                .call()
                .getOutput());
  }

  public static LintResult lint() {
    return new Helm(FOLDER).lint().strict().call();
  }

  /** A file of the chart, as a tree. */
  public static JsonNode tree(String name) {
    try {
      return new YAMLMapper().readTree(FOLDER.resolve(name).toFile());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** What {@code helm test} makes. */
  public static RenderedChart test(String values) {
    Set<ObjectNode> lasting = Set.copyOf(rendered(values).documents());
    return new RenderedChart(
        everything(values).documents().stream().filter(each -> !lasting.contains(each)).toList());
  }

  /**
   * The release and its test. Helm's library omits hooks, so it gets a chart in which they are
   * none.
   */
  public static RenderedChart everything(String values) {
    return RenderedChart.read(text(WithoutHooks.FOLDER, CLUSTER, RELEASE, NAMESPACE, values));
  }

  private static final class WithoutHooks {
    private static final Path FOLDER =
        Path.of(System.getProperty("ebbgate.root"), "charts", "target", "chart-without-hooks");

    static {
      try {
        copy(HelmChart.FOLDER, FOLDER, text -> text.replace(HOOK, ""));
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
  }

  private static void copy(Path from, Path folder, UnaryOperator<String> change)
      throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = folder.resolve(from.relativize(file));
        Files.createDirectories(to.getParent());
        Files.writeString(to, change.apply(Files.readString(file)));
      }
    }
  }

  private interface Call {
    String on(Path file);
  }

  private static String withFile(String values, Call call) {
    try {
      return TextFile.<String, RuntimeException>with(".yaml", values, call::on);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
