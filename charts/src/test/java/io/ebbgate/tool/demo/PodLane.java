package io.ebbgate.tool.demo;

import io.ebbgate.webhook.load.Exchange;
import java.util.List;
import java.util.Locale;
import java.util.function.LongToDoubleFunction;

/**
 * One pod over time: phases as bands behind, answered requests a second as an area, connections as
 * a line.
 */
record PodLane(
    RollResult run, DemoPod.Result pod, LongToDoubleFunction x, double top, double height) {
  /** The part of a lane that the highest value fills; the phase's name is above. */
  static final double FILL = 0.72;

  /** Requests are counted in half seconds. */
  private static final long BIN = 500_000_000L;

  void draw(SvgChart chart, double mostRequests, double mostConnections) {
    List<Sample> samples = samples();
    bands(chart, samples);
    if (!samples.isEmpty()) {
      chart.path("requests", area(mostRequests));
      chart.path("connections", steps(samples, mostConnections));
    }
    pod.deleted().ifPresent(at -> mark(chart, at, "deleted"));
    pod.gone().ifPresent(at -> mark(chart, at, "gone"));
    chart.stroke("floor", x.applyAsDouble(run.start()), top + height, end(), top + height);
  }

  /** The highest rate of answers, in requests a second. */
  double mostRequests() {
    double most = 0;
    for (double rate : rates()) {
      most = Math.max(most, rate);
    }
    return most;
  }

  int mostConnections() {
    return samples().stream().mapToInt(Sample::connections).max().orElse(0);
  }

  private List<Sample> samples() {
    return run.samples().stream().filter(sample -> sample.pod().equals(pod.name())).toList();
  }

  private void bands(SvgChart chart, List<Sample> samples) {
    int from = 0;
    for (int to = 1; to <= samples.size(); to++) {
      if (to == samples.size() || !samples.get(to).phase().equals(samples.get(from).phase())) {
        Sample first = samples.get(from);
        double left = x.applyAsDouble(first.at());
        double right =
            to == samples.size()
                ? x.applyAsDouble(samples.get(to - 1).at())
                : x.applyAsDouble(samples.get(to).at());
        chart.titled(
            pod.name() + " " + first.phase(),
            () -> chart.box("phase " + first.phase(), left, top, right - left, height));
        if (right - left > 7 * first.phase().length()) {
          chart.label("small", "start", left + 4, top + 12, first.phase());
        }
        from = to;
      }
    }
  }

  private String area(double most) {
    StringBuilder path = new StringBuilder(point("M", x.applyAsDouble(run.start()), 0));
    double[] rates = rates();
    for (int bin = 0; bin < rates.length; bin++) {
      double y = height * FILL * rates[bin] / most;
      path.append(point("L", x.applyAsDouble(run.start() + bin * BIN), y));
      path.append(point("L", x.applyAsDouble(run.start() + (bin + 1) * BIN), y));
    }
    return path.append(point("L", end(), 0)).append('Z').toString();
  }

  private String steps(List<Sample> samples, double most) {
    StringBuilder path = new StringBuilder();
    for (Sample sample : samples) {
      double y = height * FILL * sample.connections() / most;
      path.append(point(path.isEmpty() ? "M" : "L", x.applyAsDouble(sample.at()), y));
    }
    return path.toString();
  }

  private double[] rates() {
    double[] rates = new double[(int) ((run.end() - run.start()) / BIN)];
    for (Exchange exchange : run.exchanges()) {
      long bin = (exchange.done() - run.start()) / BIN;
      if (exchange.pod().equals(pod.name()) && bin >= 0 && bin < rates.length) {
        rates[(int) bin] += 1e9 / BIN;
      }
    }
    return rates;
  }

  private void mark(SvgChart chart, long at, String event) {
    double left = x.applyAsDouble(at);
    chart.titled(
        pod.name() + " " + event, () -> chart.stroke("mark", left, top, left, top + height));
  }

  private double end() {
    return x.applyAsDouble(run.end());
  }

  private String point(String command, double left, double above) {
    return String.format(Locale.ROOT, "%s%.1f %.1f", command, left, top + height - above);
  }
}
