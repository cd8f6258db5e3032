package io.ebbgate.tool.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The program's command line. */
sealed interface LoadCommand {
  /** The upstream of gateways. */
  record AsBackend(int http, int tcp) implements LoadCommand {}

  /** The strict client, which waits for requests of runs. */
  record AsClient(int port) implements LoadCommand {}

  /**
   * Reads the program's arguments; port 0 is any free one.
   *
   * @throws MistakeException for all that is not {@code backend [--http PORT] [--tcp PORT]} or
   *     {@code client [--port PORT]}
   */
  static LoadCommand parse(List<String> arguments) throws InvalidRequestException {
    String command = arguments.isEmpty() ? "" : arguments.getFirst();
    List<String> options = arguments.stream().skip(1).toList();
    return switch (command) {
      case "backend" -> {
        Map<String, Integer> ports = ports(options, Map.of("--http", 8_080, "--tcp", 9_000));
        yield new AsBackend(ports.getOrDefault("--http", 0), ports.getOrDefault("--tcp", 0));
      }
      case "client" ->
          new AsClient(ports(options, Map.of("--port", 8_090)).getOrDefault("--port", 0));
      default ->
          throw new InvalidRequestException(
              "The command is '%s'; allowed are %s and %s."
                  .formatted(
                      command, "backend [--http PORT] [--tcp PORT]", "client [--port PORT]"));
    };
  }

  private static Map<String, Integer> ports(List<String> options, Map<String, Integer> defaults)
      throws InvalidRequestException {
    Map<String, Integer> ports = new HashMap<>(defaults);
    for (int i = 0; i < options.size(); i += 2) {
      String option = options.get(i);
      String value = i + 1 < options.size() ? options.get(i + 1) : "";
      if (!defaults.containsKey(option)) {
        throw new InvalidRequestException(
            "The option '%s' is unknown; allowed are %s."
                .formatted(
                    option, String.join(" and ", defaults.keySet().stream().sorted().toList())));
      }
      if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65_535) {
        throw new InvalidRequestException(
            "%s is '%s'; allowed is a port from 0 to 65535.".formatted(option, value));
      }
      ports.put(option, Integer.valueOf(value));
    }
    return ports;
  }
}
