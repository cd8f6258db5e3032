package io.ebbgate.system.dashboard;

import io.ebbgate.system.dashboard.Scrape.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import java.util.stream.DoubleStream;

/** Samples as a program would write them. */
final class Samples {
  private final List<Sample> all = new ArrayList<>();

  List<Sample> all() {
    return List.copyOf(all);
  }

  /**
   * One sample.
   *
   * @param labels names and values in turn
   */
  Samples add(String name, double value, String... labels) {
    TreeMap<String, String> map = new TreeMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      map.put(labels[i], labels[i + 1]);
    }
    all.add(new Sample(name, map, Double.toString(value)));
    return this;
  }

  /** A histogram of these values, with a bucket for each bound and one for all. */
  Samples histogram(String name, double[] bounds, double[] values, String... labels) {
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
