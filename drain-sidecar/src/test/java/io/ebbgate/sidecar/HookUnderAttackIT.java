package io.ebbgate.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.drain.AdminAction;
import io.ebbgate.core.testkit.MemoryGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A deletion of a pod whose hook port others attack: the built program with its image's arguments,
 * in the chart's memory limit, drains as it does without. How long the first call of Envoy's admin
 * interface takes depends on the machine and is written to {@code
 * drain-sidecar/target/hooks-under-attack.json}, beside that without an attack.
 */
@Timeout(120)
class HookUnderAttackIT {
  private static final Path ROOT = Path.of(System.getProperty("ebbgate.root", ""));
  private static final Path JAR =
      ROOT.resolve(
          "drain-sidecar/target/drain-sidecar-"
              + System.getProperty("ebbgate.version", "")
              + "-all.jar");

  private static final long MEMORY = 64 << 20;

  /** Connections before the hook comes. */
  private static final int FIRST = 200;

  private static final int KEPT = 5_000;
  private static final Map<String, Long> MILLIS = new TreeMap<>();

  @TempDir Path folder;

  enum Attack {
    NONE(0, 0, ""),
    /** 2 350 connections a second that say nothing. */
    SILENT_CONNECTIONS(1, 2_350, ""),
    /** Request lines that a parser could read again from each of their bytes. */
    LINES_OF_CR(8, 200, "\r".repeat(8_000) + "x\n\n");

    private final int clients;
    private final int aSecond;
    private final String request;

    Attack(int clients, int aSecond, String request) {
      this.clients = clients;
      this.aSecond = aSecond;
      this.request = request;
    }

    /** Begins it, and waits until it is under way. */
    ConnectionFlood start(InetSocketAddress port) throws InterruptedException {
      ConnectionFlood flood =
          ConnectionFlood.start(port, clients, aSecond, KEPT / Math.max(1, clients), request);
      flood.awaitAttempts(clients > 0 ? FIRST : 0);
      return flood;
    }

    String title() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  @AfterAll
  static void writes() throws IOException {
    String lines =
        MILLIS.entrySet().stream()
            .map(each -> "  \"%s\": %d".formatted(each.getKey(), each.getValue()))
            .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    Files.writeString(ROOT.resolve("drain-sidecar/target/hooks-under-attack.json"), lines);
  }

  private static List<String> program() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "@" + ROOT.resolve("drain-sidecar/src/image/java.args"),
        "-jar",
        JAR.toString());
  }

  @ParameterizedTest
  @EnumSource
  void isServedAsWithoutOne(Attack attack) throws Exception {
    try (MemoryGroup group = MemoryGroup.limitedTo(MEMORY);
        GatewayFixture gateway = GatewayFixture.overTcp();
        AdminCalls admin = AdminCalls.to(gateway.envoy().adminSetting());
        SidecarProcess sidecar =
            SidecarProcess.start(
                group.with(program()),
                folder,
                admin.setting(),
                Setting.DRAIN_TIMEOUT.env(),
                "10s")) {
      sidecar.awaitLog("drain plan made");
      try (ConnectionFlood flood = attack.start(sidecar.hook())) {
        // First, so that the hook's drain is a deletion's however late a second call would be.
        sidecar.podTerminating();
        long began = System.nanoTime();
        RawHttp.Answer answer = sidecar.drain().get();

        List<AdminCalls.Call> changes = admin.changes();
        MILLIS.put(attack.title(), TimeUnit.NANOSECONDS.toMillis(changes.getFirst().at() - began));
        System.out.println(attack + ": first call of the admin interface in ms: " + MILLIS);
        assertThat(changes)
            .extracting(AdminCalls.Call::line)
            .first()
            .asString()
            .startsWith("POST " + AdminAction.ANNOUNCE.path() + " ");
        assertThat(group.killed()).isZero();
        assertThat(answer.body()).contains("\"verdict\":\"clean\"");
        assertThat(flood.attempts()).isGreaterThanOrEqualTo(attack == Attack.NONE ? 0 : FIRST);
      }
    }
  }
}
