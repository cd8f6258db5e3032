package io.ebbgate.tool.prometheus;

import io.ebbgate.tool.prometheus.Scrape.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import java.util.stream.DoubleStream;

/** Builds samples as a program would write them. */
public final class Samples {
  private final List<Sample> all = new ArrayList<>();

  public List<Sample> all() {
    return List.copyOf(all);
  }

  /**
   * Adds a sample.
   *
   * @param labels alternating names and values
   */
  public Samples add(String name, double value, String... labels) {
    TreeMap<String, String> map = new TreeMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      map.put(labels[i], labels[i + 1]);
    }
    all.add(new Sample(name, map, Double.toString(value)));
    return this;
  }

  /** Adds a histogram of these values, with a bucket per bound and {@code +Inf}. */
  public Samples histogram(String name, double[] bounds, double[] values, String... labels) {
    for (double bound : bounds) {
      bucket(name, Double.toString(bound), values, value -> value <= bound, labels);
    }
    bucket(name, "+Inf", values, _ -> true, labels);
    add(name + "_count", values.length, labels);
    return add(name + "_sum", DoubleStream.of(values).sum(), labels);
  }

  private void bucket(
      String name, String bound, double[] values, DoublePredicate below, String... labels) {
    String[] more = Arrays.copyOf(labels, labels.length + 2);
    more[labels.length] = "le";
    more[labels.length + 1] = bound;
    add(name + "_bucket", DoubleStream.of(values).filter(below).map(_ -> 1).sum(), more);
  }
}
