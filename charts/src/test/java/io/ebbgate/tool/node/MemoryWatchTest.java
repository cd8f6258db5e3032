package io.ebbgate.tool.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.ProcessMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryWatchTest {
  @TempDir Path proc;

  @Test
  void sumsUpTheProcessesOfAContainer() throws Exception {
    process(7, "one", 40_000, 10_000);
    process(8, "one", 20_000, 5_000);
    process(9, "other", 90_000, 90_000);

    assertThat(MemoryWatch.once(proc, Set.of("one")))
        .contains(new ProcessMemory(60_000 * 1_024, 15_000 * 1_024));
  }

  @Test
  void hasTheMostOfSeveralContainersNotTheirSum() throws Exception {
    process(7, "one", 40_000, 10_000);
    process(8, "two", 30_000, 20_000);

    assertThat(MemoryWatch.once(proc, Set.of("one", "two")))
        .contains(new ProcessMemory(40_000 * 1_024, 20_000 * 1_024));
  }

  @Test
  void doesNotKnowContainersThatRunElsewhere() throws Exception {
    process(7, "one", 40_000, 10_000);

    assertThat(MemoryWatch.once(proc, Set.of("far-away"))).isEmpty();
    assertThat(MemoryWatch.once(proc, Set.of())).isEmpty();
  }

  @Test
  void doesNotKnowProcessesThatEnd() throws Exception {
    Path process = Files.createDirectories(proc.resolve("7"));
    Files.writeString(process.resolve("cgroup"), "0::/pods/one\n");
    Files.writeString(process.resolve("status"), "Name:\tmanager\nState:\tZ (zombie)\n");

    assertThat(MemoryWatch.once(proc, Set.of("one"))).isEmpty();
  }

  private void process(int id, String container, long resident, long anonymous) throws IOException {
    Path process = Files.createDirectories(proc.resolve(Integer.toString(id)));
    Files.writeString(
        process.resolve("cgroup"), "4:memory:/pods/%1$s\n0::/pods/%1$s\n".formatted(container));
    Files.writeString(
        process.resolve("status"),
        "Name:\tmanager\nVmHWM:\t  99999 kB\nVmRSS:\t%8d kB\nRssAnon:\t%8d kB\nThreads:\t9\n"
            .formatted(resident, anonymous));
  }
}
