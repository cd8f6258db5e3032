import module java.base;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Prints how many tests ran at the end of a build, from the reports of all modules: {@code ROOT START}. Surefire and
 * failsafe count a module at a time and accept a skipped test, which here fails the build, as does a build without
 * tests. A test that passed only when it ran again ({@code -Dit.reruns=1}) is told by name. Reports older than the build's start are ignored.
 */
class CountTests {
  private static final List<String> MODULES = List.of("src", "certs", "webhook", "drain-sidecar", "charts");
  private static final PathMatcher REPORT = FileSystems.getDefault().getPathMatcher("glob:TEST-*.xml");
  private static final List<String> FOLDERS = List.of("surefire-reports", "failsafe-reports");

  /** In the order of the output. */
  enum Kind {
    UNIT,
    PROPERTY,
    ARCHITECTURE,
    INTEGRATION;

    static Kind of(String suite, String folder) {
      if (folder.startsWith("failsafe")) {
        return INTEGRATION;
      }
      if (suite.contains(".architecture.")) {
        return ARCHITECTURE;
      }
      return suite.endsWith("PropertyTest") ? PROPERTY : UNIT;
    }
  }

  private static final Map<Kind, Integer> ran = new EnumMap<>(Kind.class);
  private static int failed;
  private static int skipped;
  private static final List<String> again = new ArrayList<>();

  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]);
    Instant start = Instant.parse(args[1]);
    for (String module : MODULES) {
      for (String folder : FOLDERS) {
        Path reports = root.resolve(module).resolve("target").resolve(folder);
        if (Files.isDirectory(reports)) {
          count(reports, folder, start);
        }
      }
    }
    again.forEach(test -> System.out.println("passed only when it ran again: " + test));
    int all = ran.values().stream().mapToInt(Integer::intValue).sum();
    String kinds =
        Stream.of(Kind.values())
            .map(kind -> ran.getOrDefault(kind, 0) + " " + kind.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    System.out.printf("%n%d tests ran: %s; %d failed, %d skipped%n", all, kinds, failed, skipped);
    System.out.printf("%d passed, %d failed%n%n", all - failed, failed);
    if (all == 0 || failed > 0 || skipped > 0) {
      System.out.println("Every test has to run and pass; run mvn verify without selecting tests.");
      System.exit(1);
    }
  }

  private static void count(Path reports, String folder, Instant start) throws Exception {
    try (Stream<Path> files = Files.list(reports)) {
      for (Path file : files.filter(file -> REPORT.matches(file.getFileName())).sorted().toList()) {
        if (!Files.getLastModifiedTime(file).toInstant().isBefore(start)) {
          count(file, folder);
        }
      }
    }
  }

  private static void count(Path file, String folder) throws Exception {
    Element suite = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()).getDocumentElement();
    int here = number(suite, "skipped");
    if (here > 0) {
      System.out.println("skipped: " + here + " of " + suite.getAttribute("name") + messages(suite));
    }
    skipped += here;
    again.addAll(flakes(suite));
    failed += number(suite, "failures") + number(suite, "errors");
    ran.merge(Kind.of(suite.getAttribute("name"), folder), number(suite, "tests") - here, Integer::sum);
  }

  /** The tests that failed, ran again and passed, each with its first failure. */
  private static List<String> flakes(Element suite) {
    return Stream.of("flakyFailure", "flakyError")
        .map(suite::getElementsByTagName)
        .flatMap(flakes -> IntStream.range(0, flakes.getLength()).mapToObj(flakes::item))
        .map(Element.class::cast)
        .map(flake -> {
          Element test = (Element) flake.getParentNode();
          return test.getAttribute("classname") + "." + test.getAttribute("name") + ": " + flake.getAttribute("message");
        })
        .toList();
  }

  /** The distinct messages of the skipped tests. */
  private static String messages(Element suite) {
    NodeList skips = suite.getElementsByTagName("skipped");
    return IntStream.range(0, skips.getLength())
        .mapToObj(i -> ((Element) skips.item(i)).getAttribute("message"))
        .filter(message -> !message.isEmpty())
        .distinct()
        .map(message -> ": " + message)
        .collect(Collectors.joining());
  }

  private static int number(Element suite, String attribute) throws IOException {
    String text = suite.getAttribute(attribute);
    if (text.isEmpty()) {
      throw new IOException("A report has no attribute " + attribute + ": " + suite.getAttribute("name"));
    }
    return Integer.parseInt(text);
  }
}
