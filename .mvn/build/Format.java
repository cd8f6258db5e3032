import module java.base;
import com.google.googlejavaformat.java.Formatter;

/**
 * Checks that every Java file has google-java-format's format, or rewrites it: {@code check|fix ROOT}. Spotless runs in
 * Maven's own JVM, and on Java 17 is limited to a formatter that can't parse Java 25.
 */
class Format {
  public static void main(String[] args) throws Exception {
    boolean fix = args[0].equals("fix");
    Path root = Path.of(args[1]);
    Formatter formatter = new Formatter();
    List<Path> different = new ArrayList<>();
    for (String module : List.of("src", "certs", "webhook", "drain-sidecar", "charts")) {
      try (Stream<Path> files = Files.walk(root.resolve(module))) {
        for (Path file : files.filter(Format::isSource).sorted().toList()) {
          String before = Files.readString(file);
          String after = formatter.formatSourceAndFixImports(before);
          if (!after.equals(before)) {
            different.add(root.relativize(file));
            if (fix) {
              Files.writeString(file, after);
            }
          }
        }
      }
    }
    different.forEach(file -> System.out.println((fix ? "formatted " : "not formatted: ") + file));
    if (!fix && !different.isEmpty()) {
      System.out.println("Run mvn validate -Dformat.goal=fix to format them.");
      System.exit(1);
    }
  }

  private static boolean isSource(Path file) {
    return file.toString().endsWith(".java") && !file.toString().contains("/target/");
  }
}
