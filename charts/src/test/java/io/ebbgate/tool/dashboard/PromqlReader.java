package io.ebbgate.tool.dashboard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the selectors in a PromQL query; promtool checks its syntax. */
public final class PromqlReader {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*\"|\\[[^]]*]|\\$\\{[^}]*}|\\$?[A-Za-z_:][\\w:]*|[0-9.][\\w.]*"
              + "|=~|!~|!=|>=|<=|==|\\S");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_:][\\w:]*");

  /** Keywords before a list of labels. */
  private static final Set<String> OF_LABELS =
      Set.of("by", "without", "on", "ignoring", "group_left", "group_right");

  private static final Set<String> KEYWORDS =
      Set.of("and", "or", "unless", "offset", "bool", "atan2", "inf", "nan");

  private final List<String> tokens;
  private final Deque<String> calls = new ArrayDeque<>();
  private final List<Selector> selectors = new ArrayList<>();
  private int at;

  private PromqlReader(String text) {
    tokens = TOKEN.matcher(text).results().map(MatchResult::group).toList();
  }

  /** The selectors of a query, in order. */
  public static List<Selector> selectors(String text) {
    return new PromqlReader(text).read();
  }

  private List<Selector> read() {
    while (at < tokens.size()) {
      String token = tokens.get(at);
      at++;
      switch (token) {
        case "(" -> calls.push("");
        case ")" -> calls.pop();
        case "{" -> {
          at--;
          select("");
        }
        default -> {
          if (NAME.matcher(token).matches()) {
            named(token);
          }
        }
      }
    }
    return List.copyOf(selectors);
  }

  private void named(String name) {
    if (next().equals("(")) {
      at++;
      calls.push(name);
    } else if (!isKeyword(name) && !amongLabels()) {
      select(name);
    }
  }

  /** In {@code sum by (x) (...)} the function is before the labels. */
  private boolean isKeyword(String name) {
    return KEYWORDS.contains(name) || OF_LABELS.contains(name) || OF_LABELS.contains(next());
  }

  private boolean amongLabels() {
    return !calls.isEmpty() && OF_LABELS.contains(calls.peek());
  }

  private void select(String metric) {
    List<Selector.Matcher> matchers = new ArrayList<>();
    if (next().equals("{")) {
      for (at++; !next().equals("}"); at++) {
        if (!next().equals(",")) {
          String value = tokens.get(at + 2);
          matchers.add(
              new Selector.Matcher(
                  tokens.get(at), tokens.get(at + 1), value.substring(1, value.length() - 1)));
          at += 2;
        }
      }
      at++;
    }
    String range = "";
    if (next().startsWith("[")) {
      range = next().substring(1, next().length() - 1);
      at++;
    }
    String call = calls.isEmpty() ? "" : calls.peek();
    selectors.add(new Selector(metric, matchers, range, call));
  }

  private String next() {
    return at < tokens.size() ? tokens.get(at) : "";
  }

  /**
   * A selector in a query.
   *
   * @param metric empty if only matchers select it
   * @param range the text between brackets; empty for an instant selector
   * @param call the function around it, or empty
   */
  public record Selector(String metric, List<Matcher> matchers, String range, String call) {
    /** A label matcher. */
    public record Matcher(String label, String operator, String value) {}

    public Selector {
      matchers = List.copyOf(matchers);
    }

    /** The names of the selected metrics. */
    public Set<String> metrics() {
      return metric.isEmpty()
          ? matchers.stream()
              .filter(each -> each.label().equals("__name__"))
              .flatMap(each -> List.of(each.value().split("\\|", -1)).stream())
              .collect(Collectors.toSet())
          : Set.of(metric);
    }
  }
}
