import module java.base;

/**
 * Lays out the sources of the documentation's site, for Maven's site plugin: {@code ROOT TARGET}. The pages stay where
 * a code host shows them, and as it shows them; here, in a copy, each heading gets the name that the host's links have,
 * the README becomes the first page, and what pages link to is copied beside them. A folder becomes a list of its files.
 */
class SitePages {
  private static final Pattern LINK = Pattern.compile("\\]\\((?<target>[^)\\s]+)\\)");
  private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}\\p{N}_ -]");
  private static final String FIRST = "README.md";
  private static final String MENU = "<!-- pages -->";

  private final Path root;
  private final Path target;
  private final Set<Path> pages = new LinkedHashSet<>();
  private final Set<Path> copied = new TreeSet<>();

  public static void main(String[] args) throws IOException {
    new SitePages(Path.of(args[0]).toAbsolutePath().normalize(), Path.of(args[1])).make();
  }

  private SitePages(Path root, Path target) {
    this.root = root;
    this.target = target;
  }

  private void make() throws IOException {
    clear();
    Deque<Path> open = new ArrayDeque<>(List.of(Path.of(FIRST), Path.of("CHANGELOG.md")));
    try (Stream<Path> docs = Files.list(root.resolve("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).sorted().map(root::relativize).forEach(open::add);
    }
    while (!open.isEmpty()) {
      Path page = open.remove();
      if (pages.add(page)) {
        String text = Files.readString(root.resolve(page));
        write(page, render(page, text, open));
      }
    }
    Path own = root.resolve(".mvn/build/docs");
    Files.writeString(target.resolve("site.xml"), Files.readString(own.resolve("site.xml")).replace(MENU, menu()));
    copy(own.resolve("site.css"), target.resolve("resources/css/site.css"));
    System.out.println(target + " has " + pages.size() + " pages.");
  }

  private void clear() throws IOException {
    if (Files.exists(target)) {
      try (Stream<Path> files = Files.walk(target)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(target);
  }

  private void write(Path page, String text) throws IOException {
    Path name = page.equals(Path.of(FIRST)) ? Path.of("index.md") : page;
    Path file = target.resolve("markdown").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** The page with names for its headings, and links that lead within the site; pages that it links to are added. */
  private String render(Path page, String text, Deque<Path> open) throws IOException {
    Map<String, Integer> seen = new HashMap<>();
    StringBuilder rendered = new StringBuilder();
    boolean code = false;
    for (String line : text.lines().toList()) {
      code ^= line.strip().startsWith("```");
      if (!code && line.startsWith("#")) {
        String anchor = anchor(line, seen);
        // Where the heading is its own name, the generator gives it that.
        if (!line.endsWith(" " + anchor)) {
          rendered.append("<a id=\"%s\"></a>\n\n".formatted(anchor));
        }
      }
      rendered.append(code ? line : withLinks(page, line, open)).append('\n');
    }
    for (Path sibling : siblings(page)) {
      open.add(sibling);
      rendered.append("\n* [%s](%s)".formatted(sibling.getFileName().toString().replace(".md", ""), sibling.getFileName()));
    }
    return rendered.toString();
  }

  /** What a code host lists beside a folder's README: its other pages. */
  private List<Path> siblings(Path page) throws IOException {
    if (!page.endsWith(FIRST) || page.getParent() == null) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(root.resolve(page).getParent())) {
      return files
          .filter(file -> file.toString().endsWith(".md") && !file.endsWith(FIRST))
          .sorted()
          .map(root::relativize)
          .toList();
    }
  }

  /** As code hosts make them of headings: without punctuation, and numbered where one repeats. */
  private static String anchor(String heading, Map<String, Integer> seen) {
    String words = heading.substring(heading.indexOf(' ') + 1).toLowerCase(Locale.ROOT);
    String anchor = NO_LETTER.matcher(words).replaceAll("").replace(' ', '-');
    int before = seen.merge(anchor, 1, Integer::sum) - 1;
    return before == 0 ? anchor : anchor + "-" + before;
  }

  private String withLinks(Path page, String line, Deque<Path> open) throws IOException {
    Matcher links = LINK.matcher(line);
    StringBuilder changed = new StringBuilder();
    while (links.find()) {
      String link = links.group("target");
      String to = link.contains("://") || link.startsWith("#") ? link : within(page, link, open);
      links.appendReplacement(changed, Matcher.quoteReplacement("](" + to + ")"));
    }
    return links.appendTail(changed).toString();
  }

  /** A link to a file or folder of the repository, as it is called in the site. */
  private String within(Path page, String link, Deque<Path> open) throws IOException {
    String[] parts = link.split("#", 2);
    Path folder = page.resolveSibling("");
    Path file = folder.resolve(parts[0]).normalize();
    String anchor = parts.length == 1 ? "" : "#" + parts[1];
    Path found = root.resolve(file);
    if (!Files.exists(found)) {
      throw new IllegalStateException(page + " links to " + link + ", which is not there.");
    }
    if (Files.isDirectory(found)) {
      Path first = file.resolve(FIRST);
      file = Files.exists(root.resolve(first)) ? first : list(file);
    }
    if (file.equals(Path.of(FIRST))) {
      return folder.relativize(Path.of("index.md")) + anchor;
    }
    if (file.toString().endsWith(".md")) {
      if (Files.exists(root.resolve(file))) {
        open.add(file);
      }
    } else {
      copyFile(file);
    }
    return folder.relativize(file) + anchor;
  }

  private void copyFile(Path file) throws IOException {
    if (copied.add(file)) {
      copy(root.resolve(file), target.resolve("resources").resolve(file));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to);
  }

  /** Makes a page that lists a folder's files. */
  private Path list(Path folder) throws IOException {
    Path page = folder.resolve("files.md");
    StringBuilder text = new StringBuilder("# " + folder + "\n\n");
    try (Stream<Path> files = Files.walk(root.resolve(folder))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        Path name = root.relativize(file);
        copyFile(name);
        text.append("* [%1$s](%1$s)%n".formatted(folder.relativize(name)));
      }
    }
    write(page, text.toString());
    return page;
  }

  /** The pages of docs, in the order in which the first page names them. */
  private String menu() throws IOException {
    StringBuilder items = new StringBuilder();
    Path docs = Path.of("docs");
    List<Path> order = new ArrayList<>();
    Matcher links = LINK.matcher(Files.readString(root.resolve(FIRST)).split("\n## Read on\n")[1]);
    while (links.find()) {
      order.add(Path.of(links.group("target").split("#")[0]));
    }
    order.addAll(pages);
    for (Path page : new LinkedHashSet<>(order)) {
      if (docs.equals(page.getParent())) {
        String heading = Files.readString(root.resolve(page)).lines().findFirst().orElseThrow().substring(2);
        String title = heading.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
        String address = page.toString().replace(".md", ".html");
        items.append("<item name=\"%s\" href=\"%s\"/>%n".formatted(title, address));
      }
    }
    return items.toString();
  }
}
