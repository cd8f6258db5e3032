package io.ebbgate.webhook.command;

/**
 * How much a file may become once its aliases are expanded; nine short lines can stand for
 * gigabytes. A value costs about what it takes to hold and to print, and what a file says without
 * aliases always fits.
 */
final class Allowance {
  /** Some objects of the size that an API server takes, 3 MiB. */
  private static final long SPARE = 8L << 20;

  private static final int OF_A_CHARACTER = 64;
  private static final int OF_A_VALUE = 32;
  private static final int OF_AN_INDENTATION = 2;

  private long left;

  Allowance(int characters) {
    left = SPARE + (long) OF_A_CHARACTER * characters;
  }

  /** One more value; says whether it still fits. */
  boolean takes(int depth, int characters) {
    left -= OF_A_VALUE + (long) OF_AN_INDENTATION * depth + characters;
    return left >= 0;
  }
}
