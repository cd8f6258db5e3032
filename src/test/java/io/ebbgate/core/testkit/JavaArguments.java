package io.ebbgate.core.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The arguments that an image gives its JVM, of a program's {@code java.args}. */
public record JavaArguments(List<String> each) {
  /** Reads those of a module, such as {@code webhook}. */
  public static JavaArguments of(String module) throws IOException {
    Path root = Path.of(System.getProperty("ebbgate.root", ""));
    try (Stream<String> lines = Files.lines(root.resolve(module + "/src/image/java.args"))) {
      return new JavaArguments(lines.filter(line -> line.startsWith("-")).toList());
    }
  }

  /**
   * Bytes of an argument such as {@code -Xmx92m}.
   *
   * @param start the argument without its number
   */
  public long bytes(String start) {
    String number =
        each.stream()
            .filter(line -> line.startsWith(start))
            .map(line -> line.substring(start.length()))
            .findFirst()
            .orElseThrow(() -> new AssertionError("There is no " + start + " in " + each));
    long unit =
        switch (number.charAt(number.length() - 1)) {
          case 'k' -> 1 << 10;
          case 'm' -> 1 << 20;
          default -> throw new AssertionError(start + number + " has no unit");
        };
    return unit * Long.parseLong(number.substring(0, number.length() - 1));
  }
}
