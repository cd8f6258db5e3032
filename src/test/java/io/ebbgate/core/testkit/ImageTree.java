package io.ebbgate.core.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.function.Predicate.not;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a program's image in a folder, and how to run them in place: the image's own command
 * line with this folder before each of its paths.
 */
public record ImageTree(Path root) {
  private static final List<String> ROOM =
      List.of("-XX:MaxMetaspaceSize=", "-XX:CompressedClassSpaceSize=");
  private static final Pattern BLOB = Pattern.compile("blobs/sha256/[0-9a-f]{64}");

  /** Unpacks an archive, layer upon layer, as a container runtime does. */
  public static ImageTree unpack(Path archive, Path folder)
      throws IOException, InterruptedException {
    String manifest = run("tar", "-xOf", archive.toString(), "manifest.json");
    String layers = manifest.substring(manifest.indexOf("\"Layers\""));
    for (String blob : BLOB.matcher(layers).results().map(MatchResult::group).toList()) {
      run("tar", "-xf", archive.toString(), "-C", folder.toString(), blob);
      Path layer = folder.resolve(blob);
      run("tar", "-xzpf", layer.toString(), "-C", folder.toString());
      Files.delete(layer);
    }
    return new ImageTree(folder);
  }

  /** The configuration of an archive's image, as JSON. */
  public static String config(Path archive) throws IOException, InterruptedException {
    String manifest = run("tar", "-xOf", archive.toString(), "manifest.json");
    String blob = BLOB.matcher(manifest).results().findFirst().orElseThrow().group();
    return run("tar", "-xOf", archive.toString(), blob);
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
    return output;
  }

  /** The AOT cache. */
  public Path cache() {
    return root.resolve("app/classes.aot");
  }

  /**
   * Called before a cache is recorded.
   *
   * @throws IllegalStateException if there is one: a JVM does not notice that it is older than the
   *     jars
   */
  public void requireNoCache() {
    if (Files.exists(cache())) {
      throw new IllegalStateException(cache() + " is of an earlier build.");
    }
  }

  /**
   * A command line that starts the program so that it records the cache until its end (JEP 514).
   * Classes that are recorded take more room than a pod's.
   */
  public List<String> recording(String... flags) throws IOException {
    List<String> all = new ArrayList<>(List.of("-XX:AOTCacheOutput=" + cache()));
    all.addAll(List.of(flags));
    return command(all.toArray(String[]::new)).stream()
        .filter(option -> ROOM.stream().noneMatch(option::startsWith))
        .toList();
  }

  /**
   * Called when the program has ended.
   *
   * @param log of the program, for the failure
   */
  public void requireCache(String log) {
    if (!Files.exists(cache())) {
      throw new IllegalStateException("The JVM wrote no cache: " + log);
    }
  }

  /** The jars of its class path, in order. */
  public List<Path> jars() throws IOException {
    List<String> arguments = arguments();
    String classPath = arguments.get(arguments.indexOf("-cp") + 1);
    return Stream.of(classPath.split(":", -1)).map(Path::of).toList();
  }

  /** A command line that starts the program as its container does, with these flags before. */
  public List<String> command(String... flags) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(root.resolve("opt/java/bin/java").toString());
    command.addAll(List.of(flags));
    command.addAll(arguments());
    return command;
  }

  private List<String> arguments() throws IOException {
    return Files.readAllLines(root.resolve("app/java.args")).stream()
        .filter(not(line -> line.isBlank() || line.startsWith("#")))
        .map(line -> line.replace("/app/", root + "/app/"))
        .toList();
  }
}
