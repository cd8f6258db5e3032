package io.ebbgate.webhook.switchover;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebbgate.core.switchover.RouteTarget;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.cluster.Kubeconfig;
import io.ebbgate.webhook.status.FakeApiServer;
import io.ebbgate.webhook.status.PodSelector;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the command does by what its checks have found, and how it ends. */
@Timeout(60)
class SwitchoverTest {
  private final FakeSidecars sidecars = new FakeSidecars();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;
  @AutoClose private FakeApiServer api;
  @AutoClose private Cluster cluster;

  @BeforeEach
  void start() throws Exception {
    api = FakeApiServer.start();
    cluster = new Kubeconfig(Optional.of(api.kubeconfig(folder)), Optional.empty()).open();
  }

  private Switchover switchover(SwitchoverOptions options, String... command) {
    return new Switchover(
        cluster,
        new PodSelector(Optional.empty(), PodSelector.parseWorkload("deploy/edge")),
        new SwitchoverRequest(
            "db", new RouteTarget.ToCluster("new"), "", false, "mine", List.of(command)),
        options,
        new SwitchoverConsole(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), _ -> false),
        InstantSource.system(),
        System::nanoTime);
  }

  private static SwitchoverOptions options(boolean dryRun) {
    return new SwitchoverOptions(
        Duration.ofSeconds(1), true, Optional.of(Duration.ofSeconds(5)), dryRun, true, true);
  }

  private int run(boolean dryRun, String... command) throws Exception {
    return switchover(options(dryRun), command).run(() -> sidecars.pods, sidecars);
  }

  /** Found after the move, it would leave the old pods where they are. */
  @Test
  void whoMayNotEvictPodsIsToldBeforeTheCommandRuns() {
    sidecars.refusal = "Selective close is off.";
    api.forbid(FakeApiServer.EVICTION);
    Path promoted = folder.resolve("promoted");

    for (boolean dryRun : new boolean[] {true, false}) {
      assertThatThrownBy(() -> run(dryRun, "touch", promoted.toString()))
          .isInstanceOf(ForbiddenException.class)
          .hasMessageStartingWith("You may not create pods/eviction in namespace shop");
    }

    assertThat(promoted).doesNotExist();
  }
}
