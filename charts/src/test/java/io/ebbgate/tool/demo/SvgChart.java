package io.ebbgate.tool.demo;

import java.util.Locale;

/** Writes SVG: one element a line, numbers with one decimal, text escaped. */
public final class SvgChart {
  private final StringBuilder text = new StringBuilder();

  /** A rectangle of a class. */
  public void box(String style, double x, double y, double width, double height) {
    start("rect", style);
    number("x", x);
    number("y", y);
    number("width", Math.max(width, 0));
    number("height", Math.max(height, 0));
    text.append("/>\n");
  }

  /** A straight line of a class. */
  public void stroke(String style, double x1, double y1, double x2, double y2) {
    start("line", style);
    number("x1", x1);
    number("y1", y1);
    number("x2", x2);
    number("y2", y2);
    text.append("/>\n");
  }

  /** A path of a class, its points as SVG writes them. */
  public void path(String style, String points) {
    start("path", style);
    text.append(" d=\"").append(points).append("\"/>\n");
  }

  /** Text whose anchor is {@code start}, {@code middle} or {@code end}. */
  public void label(String style, String anchor, double x, double y, String label) {
    start("text", style);
    text.append(" text-anchor=\"").append(anchor).append('"');
    number("x", x);
    number("y", y);
    text.append('>').append(escape(label)).append("</text>\n");
  }

  /** A tooltip on shapes, where the file itself is opened. */
  public void titled(String title, Runnable shapes) {
    text.append("<g><title>").append(escape(title)).append("</title>\n");
    shapes.run();
    text.append("</g>\n");
  }

  /** The whole file. */
  public String svg(int width, int height, String title, String style) {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s">
    <style>
    %s</style>
    %s</svg>
    """
        .formatted(width, height, width, height, escape(title), style, text);
  }

  private void start(String element, String style) {
    text.append('<').append(element).append(" class=\"").append(style).append('"');
  }

  private void number(String name, double value) {
    text.append(String.format(Locale.ROOT, " %s=\"%.1f\"", name, value));
  }

  private static String escape(String label) {
    return label
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
