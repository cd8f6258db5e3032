package io.ebbgate.sidecar.drain;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A drainer that has served for a while, as most drains find it. */
abstract class DrainerFixture {
  @TempDir Path folder;
  DrainerHarness drainer;

  @BeforeEach
  void serve() {
    drainer = new DrainerHarness(folder);
    drainer.pass(Duration.ofSeconds(20));
  }
}
