package io.ebbgate.tool.prometheus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A program's response to a scrape, in Prometheus' text format.
 *
 * @param families by metric name
 */
public record Scrape(List<Sample> samples, Map<String, Family> families) {
  private static final Path FOLDER =
      Path.of(System.getProperty("ebbgate.root", "."), "charts", "src/test/resources/scrape");
  private static final Pattern LINE = Pattern.compile("([\\w:]+)(?:\\{(.*)})? (\\S+)(?: \\d+)?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

  /** A metric's {@code TYPE} and {@code HELP}. */
  public record Family(String type, String help) {}

  /** A line; label values keep their escapes. */
  public record Sample(String name, SortedMap<String, String> labels, String value) {
    public Sample {
      labels = new TreeMap<>(labels);
    }

    /** With a target's labels; the sample's own take precedence, as with {@code honor_labels}. */
    public Sample of(Map<String, String> target) {
      SortedMap<String, String> all = new TreeMap<>(target);
      all.putAll(labels);
      return new Sample(name, all, value);
    }

    /** The metric's name and its labels' names. */
    String shape() {
      return name + labels.keySet();
    }

    @Override
    public String toString() {
      return labels.entrySet().stream()
          .map(label -> label.getKey() + "=\"" + label.getValue() + '"')
          .collect(Collectors.joining(",", name + "{", "} " + value));
    }
  }

  public Scrape {
    samples = List.copyOf(samples);
    families = Map.copyOf(families);
  }

  public static Scrape of(String text) {
    List<Sample> samples = new ArrayList<>();
    Map<String, String> help = new TreeMap<>();
    Map<String, Family> families = new TreeMap<>();
    for (String line : text.lines().filter(each -> !each.isEmpty()).toList()) {
      String[] words = line.split(" ", 4);
      if (line.startsWith("# HELP ")) {
        help.put(words[2], words.length > 3 ? words[3] : "");
      } else if (line.startsWith("# TYPE ")) {
        families.put(words[2], new Family(words[3], help.getOrDefault(words[2], "")));
      } else if (!line.startsWith("#")) {
        samples.add(sample(line));
      }
    }
    return new Scrape(samples, families);
  }

  private static Sample sample(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no sample: " + line);
    }
    SortedMap<String, String> labels = new TreeMap<>();
    if (matcher.group(2) != null) {
      LABEL.matcher(matcher.group(2)).results().forEach(l -> labels.put(l.group(1), l.group(2)));
    }
    return new Sample(matcher.group(1), labels, matcher.group(3));
  }

  /** A recorded scrape: {@code webhook}, {@code sidecar} or {@code apiserver}. */
  public static Scrape recorded(String program) {
    try {
      return of(text(program));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The text of a recorded scrape. */
  public static String text(String program) throws IOException {
    return Files.readString(FOLDER.resolve(program + ".txt"));
  }

  /** Records a scrape if {@code -Dscrape=rewrite} is set. */
  public static void record(String program, String text) throws IOException {
    if (System.getProperty("scrape", "").equals("rewrite")) {
      Files.createDirectories(FOLDER);
      Files.writeString(FOLDER.resolve(program + ".txt"), text);
    }
  }

  /** The names of all samples, including those of a histogram's parts. */
  public Set<String> names() {
    return samples.stream().map(Sample::name).collect(Collectors.toCollection(TreeSet::new));
  }

  /** The names of all samples with their labels' names, without values. */
  public Set<String> shapes() {
    return samples.stream().map(Sample::shape).collect(Collectors.toCollection(TreeSet::new));
  }

  /** With these samples instead of all samples of the same names. */
  public Scrape with(List<Sample> others) {
    Set<String> names = others.stream().map(Sample::name).collect(Collectors.toSet());
    List<Sample> all = new ArrayList<>(samples);
    all.removeIf(sample -> names.contains(sample.name()));
    all.addAll(others);
    return new Scrape(all, families);
  }
}
