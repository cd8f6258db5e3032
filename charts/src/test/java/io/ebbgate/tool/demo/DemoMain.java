package io.ebbgate.tool.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.core.testkit.Folders;
import io.ebbgate.tool.load.Backend;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The whole system on one machine: the webhook patches a manifest, the pod runner runs it, clients
 * load it, and its pods are replaced. {@code mvn -Pdemo}: exit 0 where every check held, 1 where
 * one failed, 64 for an invalid option.
 */
record DemoMain(Path root, String version, DemoOptions options, PrintStream out) {
  private static final Ticker TICKER = System::nanoTime;
  private static final int NOT_SHOWN = 1;

  public static void main(String[] arguments) {
    System.exit(run(properties(System.getProperties())));
  }

  private static int run(Map<String, String> properties) {
    try {
      DemoOptions options = DemoOptions.read(properties);
      Path root = Path.of(properties.getOrDefault("ebbgate.root", "."));
      String version = properties.getOrDefault("ebbgate.version", "");
      List<String> faults = new DemoMain(root, version, options, System.out).run();
      faults.forEach(fault -> System.err.println("Not shown: " + fault));
      return faults.isEmpty() ? 0 : NOT_SHOWN;
    } catch (ConfigException mistakes) {
      System.err.println(mistakes.getMessage());
      return ConfigException.EXIT_CODE;
    } catch (DemoFailure | IOException failure) {
      System.err.println("The demo could not go on: " + failure.getMessage());
      return NOT_SHOWN;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return NOT_SHOWN;
    }
  }

  private static Map<String, String> properties(Properties properties) {
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(name -> name, properties::getProperty));
  }

  /** Runs both rolling restarts and writes the report; the checks that failed. */
  private List<String> run() throws DemoFailure, IOException, InterruptedException {
    var _ = Folders.emptied(folder());
    GatewayManifest manifest = GatewayManifest.read();
    try (Backend backend = Backend.open(InetAddress.getLoopbackAddress())) {
      ObjectNode plain = manifest.pod(backend.address().getPort());
      Review review = review(plain);
      out.printf("The webhook's patch, each operation and why:%n");
      review.operations().forEach(line -> out.println("  " + line));
      RollResult without = roll("without", manifest, plain);
      RollResult with = roll("with", manifest, review.patched());
      return report(without, with);
    }
  }

  private Review review(ObjectNode pod) throws DemoFailure, IOException, InterruptedException {
    Path jar = root.resolve("webhook/target/webhook-" + version + "-all.jar");
    try (WebhookProcess webhook = WebhookProcess.start(jar, folder().resolve("webhook"))) {
      return webhook.review(pod);
    }
  }

  private RollResult roll(String run, GatewayManifest manifest, JsonNode pod)
      throws DemoFailure, IOException, InterruptedException {
    String title = run + " Ebbgate";
    Images images = Images.of(root, version, folder().resolve(run));
    out.printf(
        "%nA rolling restart of two pods %s, %d requests a second:%n", title, options.rate());
    return new RollingRestart(title, manifest, pod, images, options, TICKER, out).run();
  }

  private List<String> report(RollResult without, RollResult with)
      throws IOException, InterruptedException {
    List<String> faults = DemoChecks.of(without, with, options.defaults());
    Path timeline = folder().resolve("timeline.svg");
    Path result = folder().resolve("result.json");
    Files.writeString(timeline, Timeline.svg(without, with));
    Environment environment = Environment.here(root, options.rate());
    Files.writeString(result, ResultFile.text(without, with, faults, environment));
    out.printf("%n%s%n%s%n", Report.table(without, with), Report.sentence(without, with));
    out.printf("The picture is %s, the numbers %s.%n", timeline, result);
    return faults;
  }

  private Path folder() {
    return root.resolve("target/demo");
  }
}
