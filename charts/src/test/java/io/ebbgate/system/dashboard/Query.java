package io.ebbgate.system.dashboard;

import io.ebbgate.system.dashboard.Selector.Matcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads of PromQL what it selects; whether the rest is right is promtool's to say. */
final class Query {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*\"|\\[[^]]*]|\\$\\{[^}]*}|\\$?[A-Za-z_:][\\w:]*|[0-9.][\\w.]*"
              + "|=~|!~|!=|>=|<=|==|\\S");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_:][\\w:]*");

  /** What may stand before parentheses with labels in them. */
  private static final Set<String> OF_LABELS =
      Set.of("by", "without", "on", "ignoring", "group_left", "group_right");

  private static final Set<String> WORDS =
      Set.of("and", "or", "unless", "offset", "bool", "atan2", "inf", "nan");

  private final List<String> tokens;
  private final Deque<String> calls = new ArrayDeque<>();
  private final List<Selector> selectors = new ArrayList<>();
  private int at;

  private Query(String text) {
    tokens = TOKEN.matcher(text).results().map(MatchResult::group).toList();
  }

  /** What a query selects, in the order in which it is written. */
  static List<Selector> selectors(String text) {
    return new Query(text).read();
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
    } else if (!isWord(name) && !amongLabels()) {
      select(name);
    }
  }

  /** {@code sum by (x) (...)} has its function before the labels. */
  private boolean isWord(String name) {
    return WORDS.contains(name) || OF_LABELS.contains(name) || OF_LABELS.contains(next());
  }

  private boolean amongLabels() {
    return !calls.isEmpty() && OF_LABELS.contains(calls.peek());
  }

  private void select(String metric) {
    List<Matcher> matchers = new ArrayList<>();
    if (next().equals("{")) {
      for (at++; !next().equals("}"); at++) {
        if (!next().equals(",")) {
          String value = tokens.get(at + 2);
          matchers.add(
              new Matcher(
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
}
