package io.ebbgate.core.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A value of the product's own that a profile wants. It is added where there is none. */
public sealed interface ProductValue {
  /** What it has to be; of a list, one element of it. */
  String value();

  /**
   * The whole value.
   *
   * @param replaces values that it takes the place of, as a chart writes them; any other one stays
   */
  record Single(String value, Set<String> replaces) implements ProductValue {
    public Single {
      replaces = Set.copyOf(replaces);
    }

    @Override
    public String toString() {
      return value + " for " + new TreeSet<>(replaces);
    }
  }

  /**
   * One element of a list with commas between, which keeps what is in it.
   *
   * @param inherited the list that the product uses where the pod has none of its own
   */
  record Element(String value, Optional<Inherited> inherited) implements ProductValue {
    public Element {
      if (value.contains(",")) {
        throw new IllegalArgumentException("an element has a comma: " + value);
      }
    }

    /** The list with this element; empty where it can't be written. */
    public Optional<String> in(List<String> list) {
      if (list.stream().anyMatch(each -> each.contains(","))) {
        return Optional.empty();
      }
      List<String> all = new ArrayList<>(list);
      if (!all.contains(value)) {
        all.add(value);
      }
      return Optional.of(String.join(",", all));
    }

    /** The elements of a list. */
    public static List<String> of(String text) {
      return text.isBlank() ? List.of() : List.of(text.split(",", -1));
    }
  }

  /**
   * A list of the container's environment.
   *
   * @param variable whose value is JSON
   * @param pointer to the list in it
   */
  record Inherited(String variable, String pointer) {}
}
