package io.ebbgate.webhook.rollout;

import io.ebbgate.webhook.rollout.TestResult.Second;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A picture of letters: a column is one second or several, a line what was answered, or a pod. */
final class ResultPicture {
  private static final int WIDTH = 60;
  private static final int LABEL = 18;
  private static final String HEIGHTS = "▁▂▃▄▅▆▇█";
  private static final char SERVES = '━';
  private static final char TERMINATES = '▒';
  private static final char STARTS = '·';

  private ResultPicture() {}

  static List<String> lines(TestResult result) {
    int seconds = result.seconds().size();
    if (seconds == 0) {
      return List.of();
    }
    int step = Math.ceilDiv(seconds, WIDTH);
    int columns = Math.ceilDiv(seconds, step);
    List<Second> sums =
        IntStream.range(0, columns)
            .mapToObj(column -> sum(result.seconds(), column * step, step))
            .toList();
    List<String> lines = new ArrayList<>();
    lines.add(label("seconds") + axis(columns, step));
    lines.add(label("answered") + heights(sums));
    lines.add((label("failed") + failures(sums)).stripTrailing());
    for (PodResult pod : result.pods()) {
      lines.add((label(pod.name()) + pod(pod, columns, step)).stripTrailing());
    }
    lines.add(
        label("")
            + "%s serves, %s is deleted, %s starts, # ten or more failures"
                .formatted(SERVES, TERMINATES, STARTS));
    return lines;
  }

  private static Second sum(List<Second> all, int from, int count) {
    List<Second> some = all.subList(from, Math.min(from + count, all.size()));
    return new Second(
        some.stream().mapToLong(Second::answered).sum(),
        some.stream().mapToLong(Second::failed).sum());
  }

  /** The end of a pod's name differs most. */
  private static String label(String text) {
    String shown = text.length() <= LABEL ? text : "…" + text.substring(text.length() - LABEL + 1);
    return shown + " ".repeat(LABEL + 1 - shown.length());
  }

  private static String axis(int columns, int step) {
    StringBuilder axis = new StringBuilder();
    for (int column = 0; column < columns; column += 10) {
      axis.append(" ".repeat(Math.max(0, column - axis.length()))).append(column * step);
    }
    return axis.toString();
  }

  private static String heights(List<Second> sums) {
    long most = Math.max(1, sums.stream().mapToLong(Second::answered).max().orElse(1));
    StringBuilder line = new StringBuilder();
    for (Second each : sums) {
      int height = (int) (each.answered() * (HEIGHTS.length() - 1) / most);
      line.append(each.answered() == 0 ? ' ' : HEIGHTS.charAt(height));
    }
    return line.toString();
  }

  private static String failures(List<Second> sums) {
    StringBuilder line = new StringBuilder();
    for (Second each : sums) {
      line.append(
          each.failed() == 0 ? ' ' : each.failed() < 10 ? (char) ('0' + each.failed()) : '#');
    }
    return line.toString();
  }

  private static String pod(PodResult pod, int columns, int step) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < columns; column++) {
      Duration at = Duration.ofSeconds((long) column * step);
      Duration end = at.plusSeconds(step);
      if (pod.firstSeen().compareTo(end) >= 0 || isBefore(pod.gone(), at)) {
        line.append(' ');
      } else if (isBefore(pod.deleted(), end)) {
        line.append(TERMINATES);
      } else {
        line.append(isBefore(pod.ready(), end) ? SERVES : STARTS);
      }
    }
    return line.toString();
  }

  private static boolean isBefore(Optional<Duration> time, Duration limit) {
    return time.filter(each -> each.compareTo(limit) < 0).isPresent();
  }
}
