package io.ebbgate.tool.kubelet;

import static io.ebbgate.tool.kubelet.ShellPod.LIMIT;
import static io.ebbgate.tool.kubelet.ShellPod.MAIN;
import static io.ebbgate.tool.kubelet.ShellPod.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.tool.kubelet.PodEvent.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container's first process is the init of its PID namespace, and takes all others with it. */
class OrphansIT {
  @TempDir Path folder;

  @Test
  void leavesNoProcessOfAContainerBehindThatEnded() throws Exception {
    String orphans = "trap 'exit 0' TERM; sleep 300 & echo $! > child; wait";
    ShellPod pod = ShellPod.in(folder).container(MAIN, orphans, sleep(1));
    pod.deleted(30);

    assertThat(runs("child")).isFalse();
  }

  @Test
  void leavesNoProcessOfAContainerBehindThatCrashed() throws Exception {
    ShellPod pod =
        ShellPod.in(folder)
            .container(MAIN, "sleep 300 & [ -e child ] || echo $! > child; sleep 0.1");
    try (RunningPod running = pod.started()) {
      running.events().await(Kind.EXITED, MAIN, 1);

      assertThat(runs("child")).isFalse();
    }
  }

  /** A killed process stays for a moment; one that was not killed stays for minutes. */
  private boolean runs(String file) throws IOException, InterruptedException {
    Path stat = Path.of("/proc", Files.readString(folder.resolve(file)).strip(), "stat");
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!ended(stat) && System.nanoTime() - deadline < 0) {
      Thread.sleep(20);
    }
    return !ended(stat);
  }

  private static boolean ended(Path stat) {
    try {
      return Files.readString(stat).matches("(?s).*\\) [ZX] .*");
    } catch (IOException gone) {
      return true;
    }
  }
}
