package io.ebbgate.webhook.command;

import io.ebbgate.core.admission.Mode;
import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.rollout.LoadOptions;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** The values that a shell completes, of options that are no enums. */
final class Candidates {
  private Candidates() {}

  /** Of {@code explain --mode} and {@code inject --mode}; not the constants' names. */
  static final class Modes implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(Mode.values()).map(Mode::wireName).iterator();
    }
  }

  /** Of {@code policy --api-version}. */
  static final class Versions implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return PolicyCommand.VERSIONS.iterator();
    }
  }

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
