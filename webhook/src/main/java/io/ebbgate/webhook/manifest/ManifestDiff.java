package io.ebbgate.webhook.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Two trees as YAML, line by line. */
public final class ManifestDiff {
  /** Lines around a change that stay the same. */
  private static final int CONTEXT = 2;

  /** Cells of the table that finds the longest common lines; beyond, all lines are changed. */
  private static final long MOST_CELLS = 4_000_000;

  private final List<String> before;
  private final List<String> after;

  private ManifestDiff(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
  }

  /**
   * The changed lines with some around them, in the unified format: each begins with {@code +},
   * {@code -} or a blank, and {@code ...} stands for lines that are left out.
   */
  public static List<String> of(JsonNode before, JsonNode after) {
    return new ManifestDiff(
            ManifestWriter.yaml(before).lines().toList(),
            ManifestWriter.yaml(after).lines().toList())
        .shortened();
  }

  private List<String> shortened() {
    List<String> all = all();
    List<String> shown = new ArrayList<>();
    boolean gap = false;
    for (int i = 0; i < all.size(); i++) {
      boolean near = false;
      for (int j = Math.max(0, i - CONTEXT); j <= i + CONTEXT && j < all.size(); j++) {
        near |= all.get(j).charAt(0) != ' ';
      }
      if (near) {
        if (gap) {
          shown.add("...");
        }
        shown.add(all.get(i));
      }
      gap = !near;
    }
    return shown;
  }

  private List<String> all() {
    int rows = before.size();
    int columns = after.size();
    if ((long) rows * columns > MOST_CELLS) {
      List<String> all = new ArrayList<>();
      before.forEach(line -> all.add("-" + line));
      after.forEach(line -> all.add("+" + line));
      return all;
    }
    // How many lines are the same from here on.
    int[][] common = new int[rows + 1][columns + 1];
    for (int row = rows - 1; row >= 0; row--) {
      for (int column = columns - 1; column >= 0; column--) {
        common[row][column] =
            before.get(row).equals(after.get(column))
                ? common[row + 1][column + 1] + 1
                : Math.max(common[row + 1][column], common[row][column + 1]);
      }
    }
    List<String> all = new ArrayList<>();
    int row = 0;
    int column = 0;
    while (row < rows || column < columns) {
      if (row < rows && column < columns && before.get(row).equals(after.get(column))) {
        all.add(" " + before.get(row++));
        column++;
      } else if (column == columns
          || (row < rows && common[row + 1][column] >= common[row][column + 1])) {
        all.add("-" + before.get(row++));
      } else {
        all.add("+" + after.get(column++));
      }
    }
    return all;
  }
}
