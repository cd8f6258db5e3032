package io.ebbgate.tool.rival;

import io.ebbgate.tool.demo.SvgChart;
import io.ebbgate.tool.product.Way;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A row for each drain, what it lost on the left, how long it took on the right. */
final class Picture {
  private static final int WIDTH = 960;
  private static final int HEAD = 102;
  private static final int ROW = 34;
  private static final int BAR = 18;
  private static final int FOOT = 44;
  private static final int NAMES = 170;
  private static final int LOST = 190;
  private static final int ROLL = 610;
  private static final int LONGEST = 250;

  private static final String STYLE =
      """
      text { font: 12px -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328; }
      .head { font-size: 16px; font-weight: 600; }
      .small { font-size: 10.5px; fill: #59636e; }
      .own { font-weight: 600; }
      .paper { fill: #ffffff; stroke: #d1d9e0; }
      .severed { fill: #a40e26; } .failed { fill: #f1aeb5; }
      .roll { fill: #8fb8ec; } .ownroll { fill: #1a7f37; }
      .floor { stroke: #d1d9e0; }
      @media (prefers-color-scheme: dark) {
        text { fill: #f0f6fc; } .small { fill: #9198a1; }
        .paper { fill: #0d1117; stroke: #3d444d; }
        .severed { fill: #ff7b72; } .failed { fill: #6e2a2e; }
        .roll { fill: #265a9e; } .ownroll { fill: #3fb950; }
        .floor { stroke: #3d444d; }
      }
      """;

  /**
   * What is above the rows and below them.
   *
   * @param title the head line
   * @param sentence what was done
   * @param clients the load
   * @param where the environment
   */
  private record Text(String title, String sentence, String clients, String where) {}

  /**
   * One drain.
   *
   * @param severed those of the failed that were cut
   * @param time until the last old pod was removed
   */
  private record Row(String name, boolean own, long failed, long severed, Duration time) {
    static Row of(Rival rival, long failed, long severed, Duration time) {
      return new Row(rival.title().replace("`", ""), rival == Rival.EBBGATE, failed, severed, time);
    }
  }

  private final Text text;
  private final List<Row> rows;
  private final SvgChart chart = new SvgChart();

  private Picture(Text text, List<Row> rows) {
    this.text = text;
    this.rows = List.copyOf(rows);
  }

  static String of(Comparison comparison) {
    return new Picture(
            new Text(
                "What a rolling restart costs",
                comparison.sentence(),
                comparison.clients(),
                comparison.where().line()),
            comparison.results().stream()
                .map(each -> Row.of(each.rival(), each.failed(), each.severedInAll(), each.roll()))
                .toList())
        .draw();
  }

  /** Without the sessions that have no end, which no drain can keep. */
  static String of(HardLoad load) {
    return new Picture(
            new Text(
                "What the end of both pods costs under long work",
                load.sentence(),
                load.clients(),
                load.where().line()),
            load.results().stream()
                .map(each -> Row.of(each.rival(), each.failed(), each.severed(), each.time()))
                .toList())
        .draw();
  }

  /** The loaded rolls. */
  static String of(ProductRecord products) {
    List<ProductResult> rolls =
        products.results().stream().filter(each -> each.play() == Play.ROLL).toList();
    return new Picture(
            new Text(
                "What a rolling restart costs with products' own control planes",
                "Two gateway pods are replaced, one after the other; clients never try again.",
                "The time is that of the slowest pod, from its deletion until it was removed.",
                rolls.stream().map(ProductResult::where).findFirst().orElse("")),
            rolls.stream().map(Picture::row).toList())
        .draw();
  }

  private static Row row(ProductResult roll) {
    boolean own = roll.way() == Way.EBBGATE;
    return new Row(
        own ? "with Ebbgate" : roll.product(),
        own,
        roll.failed(),
        roll.severed(),
        Duration.ofMillis((long) (roll.longestGone() * 1_000)));
  }

  private String draw() {
    int height = HEAD + rows.size() * ROW + FOOT;
    chart.box("paper", 0.5, 0.5, WIDTH - 1, height - 1);
    chart.label("head", "start", 20, 30, text.title);
    chart.label("small", "start", 20, 48, text.sentence);
    chart.label("small", "start", 20, 63, text.clients);
    legend(88);
    double mostFailed = most(Row::failed);
    double longest = most(row -> row.time.toMillis());
    double top = HEAD;
    for (Row row : rows) {
      row(row, top, LONGEST / mostFailed, LONGEST / longest);
      top += ROW;
    }
    chart.stroke("floor", LOST, HEAD, LOST, top);
    chart.stroke("floor", ROLL, HEAD, ROLL, top);
    chart.label("small", "start", 20, top + 26, text.where);
    return chart.svg(WIDTH, height, text.sentence, STYLE);
  }

  private void legend(double y) {
    chart.box("severed", LOST, y - 9, 10, 10);
    chart.label("small", "start", LOST + 14, y, "cut in flight");
    chart.box("failed", LOST + 90, y - 9, 10, 10);
    chart.label("small", "start", LOST + 104, y, "failed otherwise, such as refused");
    chart.label("small", "start", ROLL, y, "seconds until the last old pod was removed");
  }

  private void row(Row row, double top, double perFailure, double perMilli) {
    String style = row.own ? "own" : "name";
    double line = top + BAR - 1;
    chart.label(style, "end", NAMES + 8, line, row.name);
    double severed = Math.min(row.severed, row.failed) * perFailure;
    double failed = row.failed * perFailure;
    chart.titled(
        row.failed + " failed, " + row.severed + " of them cut",
        () -> {
          chart.box("severed", LOST, top + 4, severed, BAR);
          chart.box("failed", LOST + severed, top + 4, failed - severed, BAR);
        });
    chart.label(style, "start", LOST + failed + 6, line, Long.toString(row.failed));
    double roll = row.time.toMillis() * perMilli;
    chart.box(row.own ? "ownroll" : "roll", ROLL, top + 4, roll, BAR);
    String seconds = String.format(Locale.ROOT, "%.1f s", row.time.toMillis() / 1e3);
    chart.label(style, "start", ROLL + roll + 6, line, seconds);
  }

  private double most(ToDoubleFunction<Row> what) {
    return Math.max(1, rows.stream().mapToDouble(what).max().orElse(1));
  }
}
