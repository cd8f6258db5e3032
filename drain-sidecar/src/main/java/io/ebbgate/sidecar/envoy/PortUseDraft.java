package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.context.PortUse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How a listener uses its port, while it is being read. */
final class PortUseDraft {
  /** Filter chains of a listener whose names are kept. */
  private static final int MOST_NAMES = 16;

  private static final int LONGEST_NAME = 128;

  private final DumpBudget budget;
  private boolean binds = true;
  private boolean handsOver;
  private int chains;
  private final List<String> names = new ArrayList<>();

  PortUseDraft(DumpBudget budget) {
    this.budget = budget;
  }

  void read(JsonReader json, String field) {
    switch (field) {
      case "bind_to_port" -> binds = json.truth().orElse(true);
      case "use_original_dst" -> handsOver = json.truth().orElse(false);
      default -> {}
    }
  }

  /** One filter chain: its name and the server names that it matches. */
  static final class Chain {
    /** More of one chain are not named. */
    private static final int MOST_SERVERS = 3;

    private String name = "";
    private final List<String> servers = new ArrayList<>();

    void read(JsonReader json, String field) throws IOException {
      switch (field) {
        case "name" -> name = json.text().orElse("");
        case "filter_chain_match" ->
            json.field("server_names", names -> names.elements(this::server));
        default -> {}
      }
    }

    private void server(JsonReader json) throws IOException {
      if (servers.size() < MOST_SERVERS) {
        json.text().ifPresent(servers::add);
      }
    }

    private String text() {
      String matched = String.join(", ", servers);
      String both =
          name.isEmpty() || matched.isEmpty() ? name + matched : name + " (" + matched + ")";
      return both.substring(0, Math.min(both.length(), LONGEST_NAME));
    }
  }

  void add(Chain chain) {
    chains++;
    String text = chain.text();
    if (names.size() < MOST_NAMES && !text.isEmpty() && budget.chain(text)) {
      names.add(text);
    }
  }

  /** Nothing is kept of one that is like most. */
  PortUse finish() {
    PortUse use = new PortUse(binds, handsOver, chains, chains > 1 ? names : List.of());
    return use.equals(PortUse.PLAIN) ? PortUse.PLAIN : use;
  }
}
