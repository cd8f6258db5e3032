package io.ebbgate.sidecar.envoy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The queries that ask {@code /stats} for exactly what a poll reads. Where that is too much for one
 * query there are more of them: a general one would bring the copies that each worker keeps.
 */
final class StatFilter {
  /** A longer filter than this would be work for Envoy's main thread. */
  private static final int LONGEST = 4096;

  private static final String SPECIAL = "\\.+*?()|[]{}^$";

  /** What tells that the listeners are not those they were. */
  static final String CHANGES =
      "listener_manager\\.(listener_(added|modified|removed)|total_(listeners|filter_chains)_draining)";

  private static final String ONE_LISTENER = "listener\\.(%s)\\.downstream_cx_(active|total)";
  private static final String ONE_PREFIX =
      "http\\.(%s)\\.downstream_(cx_active|rq_active|rq_total)";

  private StatFilter() {}

  /** The queries for these listeners and connection managers, by their names in statistics. */
  static List<String> queries(Set<String> listeners, Set<String> prefixes) {
    List<String> parts = new ArrayList<>(List.of(CHANGES));
    parts.addAll(parts(ONE_LISTENER, listeners));
    parts.addAll(parts(ONE_PREFIX, prefixes));
    return packed(parts, LONGEST).stream().map(StatFilter::query).toList();
  }

  /** The query for every statistic whose whole name fits. */
  static String query(String pattern) {
    String filter = URLEncoder.encode("^(" + pattern + ")$", StandardCharsets.UTF_8);
    return "?format=json&filter=" + filter.replace("+", "%20");
  }

  private static List<String> parts(String form, Collection<String> names) {
    List<String> quoted = names.stream().sorted().map(StatFilter::quote).toList();
    return packed(quoted, LONGEST / 2).stream().map(form::formatted).toList();
  }

  /** As few alternatives as hold all of these, none longer than so much if that can be. */
  private static List<String> packed(List<String> texts, int longest) {
    List<String> packs = new ArrayList<>();
    StringBuilder pack = new StringBuilder();
    for (String text : texts) {
      if (!pack.isEmpty() && pack.length() + text.length() >= longest) {
        packs.add(pack.toString());
        pack.setLength(0);
      }
      pack.append(pack.isEmpty() ? "" : "|").append(text);
    }
    if (!pack.isEmpty()) {
      packs.add(pack.toString());
    }
    return packs;
  }

  /** RE2 takes a backslash before any character that is neither letter nor digit. */
  static String quote(String name) {
    StringBuilder quoted = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char each = name.charAt(i);
      quoted.append(SPECIAL.indexOf(each) >= 0 ? "\\" : "").append(each);
    }
    return quoted.toString();
  }
}
