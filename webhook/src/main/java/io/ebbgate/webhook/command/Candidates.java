package io.ebbgate.webhook.command;

import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.rollout.LoadOptions;
import java.util.Iterator;
import java.util.List;

/** The values that a shell completes, of options that are no enums. */
final class Candidates {
  private Candidates() {}

  /** Of {@code test --kinds}. */
  static final class Kinds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return LoadOptions.KINDS.stream().map(Kind::wireName).iterator();
    }
  }

  /** Of {@code test --how}. */
  static final class Methods implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of(TestCommand.RESTART, TestCommand.DELETE_ALL).iterator();
    }
  }
}
