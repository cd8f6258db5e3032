package io.ebbgate.system.switchover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The wall clock of programs that a test starts, by Debian's libfaketime, which the build unpacks;
 * their monotonic clock is left alone, as by an administrator or NTP that sets a node's time.
 *
 * @param library that programs load
 * @param file has how far the clock is off
 */
record MovableClock(Path library, Path file) {
  private static final Path PACKAGE =
      Path.of(System.getProperty("ebbgate.root", "."), "target/faketime").toAbsolutePath();

  /** One that is right; empty where the library is not unpacked. */
  static Optional<MovableClock> in(Path folder) throws IOException {
    if (!Files.isDirectory(PACKAGE)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(PACKAGE)) {
      return files
          .filter(file -> file.getFileName().toString().equals("libfaketimeMT.so.1"))
          .findFirst()
          .map(library -> new MovableClock(library, folder.resolve("clock")).at(Duration.ZERO));
    }
  }

  /** Moves it so far from the right time. */
  MovableClock at(Duration offset) {
    try {
      Path next =
          Files.writeString(
              file.resolveSibling("clock.next"), "%+d\n".formatted(offset.toSeconds()));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Variables of a program that has this clock. */
  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD",
        library.toString(),
        "FAKETIME_TIMESTAMP_FILE",
        file.toString(),
        "FAKETIME_NO_CACHE",
        "1",
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1",
        // Else waits on the monotonic clock end at once.
        "FAKETIME_FORCE_MONOTONIC_FIX",
        "0");
  }
}
