package io.ebbgate.tool.demo;

import io.ebbgate.core.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * {@code mvn -Pdemo}: exit 0 where every check held, 1 where one failed, 64 for an invalid option.
 */
final class DemoMain {
  private static final int NOT_SHOWN = 1;

  private DemoMain() {}

  public static void main(String[] arguments) {
    System.exit(run(properties(System.getProperties())));
  }

  private static int run(Map<String, String> properties) {
    try {
      DemoOptions options = DemoOptions.read(properties);
      Path root = Path.of(properties.getOrDefault("ebbgate.root", "."));
      String version = properties.getOrDefault("ebbgate.version", "");
      List<String> faults = new Demo(root, version, options, System.out).run();
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
}
