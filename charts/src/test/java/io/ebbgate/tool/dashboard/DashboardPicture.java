package io.ebbgate.tool.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.tool.demo.SvgChart;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Draws {@code dashboard.svg}: the values of the first row and the charts of the second. */
final class DashboardPicture {
  private static final int WIDTH = 960;
  private static final int EDGE = 20;
  private static final int HEAD = 66;
  private static final int GAP = 10;
  private static final int TILE = 60;
  private static final int IN_A_ROW = 5;
  private static final int CHART = 210;

  private static final String STYLE =
      """
      text { font: 12px -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328; }
      .head { font-size: 16px; font-weight: 600; }
      .small { font-size: 10.5px; fill: #59636e; }
      .number { font-size: 22px; font-weight: 600; }
      .paper { fill: #f6f8fa; stroke: #d1d9e0; } .tile { fill: #ffffff; stroke: #d1d9e0; }
      .grid { stroke: #d1d9e0; stroke-dasharray: 2 4; } .floor { stroke: #d1d9e0; }
      .green { fill: #1a7f37; } .orange { fill: #bc4c00; } .red { fill: #cf222e; } .blue { fill: #0969da; }
      .a { fill: #2f81f7; stroke: #2f81f7; } .b { fill: #953800; stroke: #953800; }
      .c { fill: #8250df; stroke: #8250df; } .d { fill: #bf3989; stroke: #bf3989; }
      .e { fill: #59636e; stroke: #59636e; } .f { fill: #9a6700; stroke: #9a6700; }
      .good { fill: #2da44e; stroke: #2da44e; } .bad { fill: #cf222e; stroke: #cf222e; }
      path { fill: none !important; stroke-width: 1.6; stroke-linejoin: round; }
      @media (prefers-color-scheme: dark) {
        text { fill: #f0f6fc; } .small { fill: #9198a1; }
        .paper { fill: #010409; stroke: #3d444d; } .tile { fill: #0d1117; stroke: #3d444d; }
        .grid, .floor { stroke: #3d444d; }
        .green { fill: #3fb950; } .orange { fill: #f0883e; } .red { fill: #ff7b72; } .blue { fill: #4493f8; }
        .b { fill: #ffa657; stroke: #ffa657; } .c { fill: #ab7df8; stroke: #ab7df8; }
        .e { fill: #9198a1; stroke: #9198a1; } .bad { fill: #ff7b72; stroke: #ff7b72; }
      }
      """;

  private final JsonNode board;
  private final SvgChart chart = new SvgChart();

  private DashboardPicture(JsonNode board) {
    this.board = board;
  }

  static String of(JsonNode board) {
    return new DashboardPicture(board).draw();
  }

  private String draw() {
    List<JsonNode> numbers = board.path("numbers").valueStream().toList();
    List<JsonNode> charts = board.path("charts").valueStream().toList();
    int rows = (numbers.size() + IN_A_ROW - 1) / IN_A_ROW;
    int top = HEAD + rows * (TILE + GAP);
    int height = top + (charts.size() + 1) / 2 * (CHART + GAP) + GAP;
    chart.box("paper", 0.5, 0.5, WIDTH - 1, height - 1);
    chart.label("head", "start", EDGE, 30, "Ebbgate's dashboard");
    chart.label("small", "start", EDGE, 50, board.path("what").asText());
    for (int i = 0; i < numbers.size(); i++) {
      number(numbers.get(i), i % IN_A_ROW, HEAD + i / IN_A_ROW * (TILE + GAP));
    }
    for (int i = 0; i < charts.size(); i++) {
      double width = (WIDTH - 2 * EDGE - GAP) / 2.0;
      double left = EDGE + i % 2 * (width + GAP);
      chart.box("tile", left, top + i / 2 * (CHART + GAP), width, CHART);
      new Plot(charts.get(i), seconds(), board.path("step_seconds").asDouble())
          .draw(chart, left, top + i / 2 * (CHART + GAP), width, CHART);
    }
    return chart.svg(WIDTH, height, "Ebbgate's dashboard: " + board.path("what").asText(), STYLE);
  }

  private void number(JsonNode number, int column, double top) {
    double width = (WIDTH - 2 * EDGE - (IN_A_ROW - 1) * GAP) / (double) IN_A_ROW;
    double left = EDGE + column * (width + GAP);
    chart.box("tile", left, top, width, TILE);
    chart.label("small", "start", left + 10, top + 18, number.path("title").asText());
    chart.label(
        "number " + number.path("colour").asText(),
        "start",
        left + 10,
        top + 46,
        number.path("text").asText());
  }

  private double seconds() {
    return Duration.between(
            Instant.parse(board.path("from").asText()), Instant.parse(board.path("to").asText()))
        .toSeconds();
  }
}
