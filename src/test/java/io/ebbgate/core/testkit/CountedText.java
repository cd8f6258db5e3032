package io.ebbgate.core.testkit;

/** A text that counts how often one of its characters is read: the steps of what reads it. */
public final class CountedText implements CharSequence {
  private final String text;
  private final long[] steps;

  public CountedText(String text) {
    this(text, new long[1]);
  }

  private CountedText(String text, long[] steps) {
    this.text = text;
    this.steps = steps;
  }

  /** Characters read so far, here and in parts of this text. */
  public long steps() {
    return steps[0];
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    steps[0]++;
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new CountedText(text.substring(start, end), steps);
  }

  @Override
  public String toString() {
    steps[0] += text.length();
    return text;
  }
}
