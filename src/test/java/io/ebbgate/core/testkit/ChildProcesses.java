package io.ebbgate.core.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Processes that tests started. What still runs when the JVM ends is killed with it. */
public final class ChildProcesses {
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(ChildProcesses::killNow)));
  }

  private ChildProcesses() {}

  /** A command line that runs a class with this JVM's own classes. */
  public static List<String> java(Class<?> main, String... flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.add("-cp");
    // Surefire's own class path is one jar, of which a child would know nothing.
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", "")));
    command.add(main.getName());
    return command;
  }

  /** The same for one that is to start at once. */
  public static List<String> quickJava(Class<?> main) {
    return java(main, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
  }

  /** From here on the process does not outlive this JVM. */
  public static Process adopt(Process process) {
    RUNNING.add(process);
    var _ = process.onExit().thenAccept(RUNNING::remove);
    return process;
  }

  /** SIGTERM; SIGKILL to it and its children if it has not ended within the time. */
  public static void stop(Process process, Duration within) {
    process.destroy();
    try {
      if (process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    killNow(process);
  }

  /** SIGKILL to the process, and then to its children: a shell must not go on without them. */
  public static void killNow(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
