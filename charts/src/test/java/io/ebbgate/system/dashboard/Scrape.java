package io.ebbgate.system.dashboard;

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

/** What a program answers Prometheus, in its text format. */
public record Scrape(List<Sample> samples) {
  private static final Path FOLDER =
      Path.of(System.getProperty("ebbgate.root", "."), "charts", "src/test/resources/scrape");
  private static final Pattern LINE = Pattern.compile("([\\w:]+)(?:\\{(.*)})? (\\S+)(?: \\d+)?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

  /** One line; label values as they are written, with their escapes. */
  record Sample(String name, SortedMap<String, String> labels, String value) {
    Sample {
      labels = new TreeMap<>(labels);
    }

    /** With more labels; its own win, as Prometheus has it with {@code honor_labels}. */
    Sample of(Map<String, String> target) {
      SortedMap<String, String> all = new TreeMap<>(target);
      all.putAll(labels);
      return new Sample(name, all, value);
    }

    /** Its name and those of its labels. */
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
  }

  /** Reads an answer. */
  public static Scrape of(String text) {
    return new Scrape(
        text.lines()
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .map(Scrape::sample)
            .toList());
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

  /** One of those that were recorded: {@code webhook}, {@code sidecar} or {@code apiserver}. */
  public static Scrape recorded(String program) {
    try {
      return of(text(program));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static String text(String program) throws IOException {
    return Files.readString(FOLDER.resolve(program + ".txt"));
  }

  /** Records an answer where that was asked for, by {@code -Dscrape=rewrite}. */
  public static void record(String program, String text) throws IOException {
    if (System.getProperty("scrape", "").equals("rewrite")) {
      Files.createDirectories(FOLDER);
      Files.writeString(FOLDER.resolve(program + ".txt"), text);
    }
  }

  /** The names of all metrics, those of a histogram's parts too. */
  public Set<String> names() {
    return samples.stream().map(Sample::name).collect(Collectors.toCollection(TreeSet::new));
  }

  /** What is there whatever the values are: names with the names of their labels. */
  public Set<String> shapes() {
    return samples.stream().map(Sample::shape).collect(Collectors.toCollection(TreeSet::new));
  }

  /** With samples in the place of all that have their names. */
  Scrape with(List<Sample> others) {
    Set<String> names = others.stream().map(Sample::name).collect(Collectors.toSet());
    List<Sample> all = new ArrayList<>(samples);
    all.removeIf(sample -> names.contains(sample.name()));
    all.addAll(others);
    return new Scrape(all);
  }
}
