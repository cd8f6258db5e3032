package io.ebbgate.tool.demo;

import io.ebbgate.webhook.load.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongToDoubleFunction;

/** {@code timeline.svg}: both runs one above the other, a lane for each pod, failures below. */
final class Timeline {
  private static final int WIDTH = 960;
  private static final int LEFT = 112;
  private static final int RIGHT = 24;
  private static final int HEAD = 74;
  private static final int TITLE = 34;
  private static final int LANE = 62;
  private static final int GAP = 8;
  private static final int FAILURES = 30;
  private static final int AXIS = 42;

  private static final String STYLE =
      """
      text { font: 12px -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328; }
      .head { font-size: 16px; font-weight: 600; }
      .small { font-size: 10.5px; fill: #59636e; }
      .bad { fill: #cf222e; font-weight: 600; }
      .paper { fill: #ffffff; stroke: #d1d9e0; }
      .phase { fill: #f3f5f8; }
      .announcing { fill: #fff1c2; } .waiting { fill: #dcebff; } .closing { fill: #e9defc; }
      .released, .stopping { fill: #ffdfdc; } .starting { fill: #e6f6ea; }
      .requests { fill: #2f81f7; fill-opacity: .55; stroke: none; }
      .connections { fill: none; stroke: #953800; stroke-width: 1.6; stroke-linejoin: round; }
      .failure { fill: #cf222e; }
      .floor, .grid { stroke: #d1d9e0; } .grid { stroke-dasharray: 2 4; }
      .mark { stroke: #59636e; stroke-dasharray: 3 2; }
      @media (prefers-color-scheme: dark) {
        text { fill: #f0f6fc; } .small { fill: #9198a1; } .bad { fill: #ff7b72; }
        .paper { fill: #0d1117; stroke: #3d444d; }
        .phase { fill: #161b22; }
        .announcing { fill: #4a3a0a; } .waiting { fill: #12304f; } .closing { fill: #34235a; }
        .released, .stopping { fill: #57201d; } .starting { fill: #10341d; }
        .requests { fill: #4493f8; } .connections { stroke: #ffa657; } .failure { fill: #ff7b72; }
        .floor, .grid { stroke: #3d444d; } .mark { stroke: #9198a1; }
      }
      """;

  private final List<RollResult> runs;
  private final SvgChart chart = new SvgChart();
  private final double seconds;
  private final double mostRequests;
  private final double mostConnections;

  private Timeline(List<RollResult> runs) {
    this.runs = runs;
    this.seconds =
        runs.stream().mapToDouble(run -> run.length().toNanos() / 1e9).max().orElseThrow();
    List<PodLane> lanes = runs.stream().flatMap(run -> lanes(run, 0).stream()).toList();
    this.mostRequests =
        Math.max(1, lanes.stream().mapToDouble(PodLane::mostRequests).max().orElse(1));
    this.mostConnections =
        Math.max(1, lanes.stream().mapToInt(PodLane::mostConnections).max().orElse(1));
  }

  static String svg(RollResult without, RollResult with) {
    return new Timeline(List.of(without, with)).draw(Report.sentence(without, with));
  }

  private String draw(String sentence) {
    int height = HEAD + AXIS;
    for (RollResult run : runs) {
      height += TITLE + run.pods().size() * (LANE + GAP) + FAILURES;
    }
    chart.box("paper", 0.5, 0.5, WIDTH - 1, height - 1);
    chart.label("head", "start", 20, 30, sentence);
    legend(52);
    double top = HEAD;
    for (RollResult run : runs) {
      top = panel(run, top);
    }
    axis(top);
    return chart.svg(WIDTH, height, sentence, STYLE);
  }

  private double panel(RollResult run, double top) {
    chart.label("head", "start", 20, top + 22, run.title());
    grid(top + TITLE, run.pods().size() * (LANE + GAP) + FAILURES - GAP);
    for (PodLane lane : lanes(run, top + TITLE)) {
      lane.draw(chart, mostRequests, mostConnections);
      chart.label("name", "end", LEFT - 8, lane.top() + 16, lane.pod().name());
      String peak = "%.0f/s, %d conn.".formatted(lane.mostRequests(), lane.mostConnections());
      chart.label("small", "end", LEFT - 8, lane.top() + 32, peak);
    }
    double below = top + TITLE + run.pods().size() * (LANE + GAP);
    failures(run, below);
    return below + FAILURES;
  }

  private void failures(RollResult run, double top) {
    Map<Long, Integer> bins = new TreeMap<>();
    long failed = 0;
    for (Exchange exchange : run.exchanges()) {
      if (exchange.ending().failed()) {
        failed++;
        bins.merge((exchange.done() - run.start()) / 250_000_000L, 1, Integer::sum);
      }
    }
    chart.label(failed == 0 ? "name" : "bad", "end", LEFT - 8, top + 13, "failed " + failed);
    LongToDoubleFunction x = x(run);
    bins.forEach((bin, count) -> {
      double left = x.applyAsDouble(run.start() + bin * 250_000_000L);
      double tall = Math.min(20, 5 + 3 * Math.sqrt(count));
      chart.titled(
          count + " failed",
          () -> chart.box("failure", left, top + 20 - tall, x(0.25) - x(0) - 1, tall));
    });
  }

  private void legend(double y) {
    double x = 20;
    chart.box("requests", x, y - 9, 14, 10);
    x = legendEntry(x + 20, y, "requests answered a second");
    chart.stroke("connections", x, y - 4, x + 14, y - 4);
    x = legendEntry(x + 20, y, "connections");
    for (String phase : List.of("starting", "announcing", "waiting", "closing", "stopping")) {
      chart.box("phase " + phase, x, y - 9, 14, 10);
      x = legendEntry(x + 20, y, phase);
    }
    chart.box("failure", x, y - 9, 6, 10);
    x = legendEntry(x + 12, y, "failed");
    chart.stroke("mark", x, y - 10, x, y + 2);
    legendEntry(x + 6, y, "deleted, gone");
  }

  private double legendEntry(double x, double y, String label) {
    chart.label("small", "start", x, y, label);
    return x + 6.0 * label.length() + 14;
  }

  private void grid(double top, double height) {
    for (int second = 0; second <= seconds; second += 5) {
      chart.stroke("grid", x(second), top, x(second), top + height);
    }
  }

  private void axis(double top) {
    for (int second = 0; second <= seconds; second += 5) {
      chart.label("small", "middle", x(second), top + 12, Integer.toString(second));
    }
    chart.label(
        "small",
        "middle",
        x(seconds / 2),
        top + 30,
        String.format(
            Locale.ROOT,
            "seconds since the load began; a lane is %.0f requests a second or %.0f connections"
                + " high",
            mostRequests / PodLane.FILL,
            mostConnections / PodLane.FILL));
  }

  private List<PodLane> lanes(RollResult run, double top) {
    List<PodLane> lanes = new ArrayList<>();
    for (DemoPod.Result pod : run.pods()) {
      lanes.add(new PodLane(run, pod, x(run), top + lanes.size() * (LANE + GAP), LANE));
    }
    return lanes;
  }

  private LongToDoubleFunction x(RollResult run) {
    return at -> Math.clamp(x((at - run.start()) / 1e9), LEFT, WIDTH - RIGHT);
  }

  private double x(double second) {
    return LEFT + (WIDTH - LEFT - RIGHT) * second / seconds;
  }
}
