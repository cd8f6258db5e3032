import module java.base;

/**
 * Checks the links of the rendered site: {@code SITE LIST}. Every link and picture leads to a file of the site, and a
 * link to a heading to one that is there. Links to other sites are only written into the list, without a call.
 */
class CheckSite {
  private static final Pattern TARGET = Pattern.compile("\\s(?:href|src)=\"(?<target>[^\"]*)\"");
  private static final Pattern NAME = Pattern.compile("\\sid=\"(?<name>[^\"]*)\"");
  private static final Pattern SCHEME = Pattern.compile("[a-z]+:.*");

  private final Path site;
  private final Map<Path, Set<String>> names = new HashMap<>();
  private final SortedMap<String, SortedSet<Path>> elsewhere = new TreeMap<>();
  private final List<String> broken = new ArrayList<>();
  private int checked;

  public static void main(String[] args) throws IOException {
    CheckSite check = new CheckSite(Path.of(args[0]).toAbsolutePath().normalize());
    check.check();
    List<String> list =
        check.elsewhere.entrySet().stream().map(each -> "%s in %s".formatted(each.getKey(), each.getValue())).toList();
    Files.write(Path.of(args[1]), list);
    System.out.printf(
        "%d links within the site lead somewhere; %d to other sites were not tried: %s%n",
        check.checked - check.broken.size(), check.elsewhere.size(), args[1]);
    if (!check.broken.isEmpty()) {
      check.broken.forEach(System.err::println);
      System.exit(1);
    }
  }

  private CheckSite(Path site) {
    this.site = site;
  }

  private void check() throws IOException {
    try (Stream<Path> files = Files.walk(site)) {
      for (Path page : files.filter(file -> file.toString().endsWith(".html")).sorted().toList()) {
        Matcher targets = TARGET.matcher(Files.readString(page));
        while (targets.find()) {
          check(page, targets.group("target").replace("&amp;", "&"));
        }
      }
    }
    if (checked == 0) {
      broken.add(site + " has no links.");
    }
  }

  private void check(Path page, String link) throws IOException {
    if (SCHEME.matcher(link).matches()) {
      elsewhere.computeIfAbsent(link, _ -> new TreeSet<>()).add(site.relativize(page));
      return;
    }
    checked++;
    String[] parts = link.split("#", 2);
    Path to = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    boolean there = to.startsWith(site) && Files.isRegularFile(to);
    boolean named = parts.length == 1 || parts[1].isEmpty() || there && names(to).contains(parts[1]);
    if (!there || !named) {
      broken.add(site.relativize(page) + " links to " + link + ", which is not there.");
    }
  }

  private Set<String> names(Path page) throws IOException {
    Set<String> known = names.get(page);
    if (known == null) {
      known = NAME.matcher(Files.readString(page)).results().map(one -> one.group("name")).collect(Collectors.toSet());
      names.put(page, known);
    }
    return known;
  }
}
