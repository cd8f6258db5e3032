package io.ebbgate.webhook.command;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.Profile;
import io.ebbgate.core.config.ConfigException;
import io.ebbgate.webhook.audit.AuditJson;
import io.ebbgate.webhook.audit.AuditObject;
import io.ebbgate.webhook.audit.AuditReport;
import io.ebbgate.webhook.audit.AuditSarif;
import io.ebbgate.webhook.audit.AuditText;
import io.ebbgate.webhook.audit.Severity;
import io.ebbgate.webhook.cluster.Cluster;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.cluster.ObjectName;
import io.ebbgate.webhook.manifest.Manifest;
import io.ebbgate.webhook.manifest.ManifestDocument;
import io.ebbgate.webhook.manifest.ManifestException;
import io.ebbgate.webhook.profile.ProfileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ebbgate audit}: what the drains of gateways are today, and what is wrong with them. */
@Command(
    name = "audit",
    description =
        "Finds the Envoy-based gateways of a cluster or of manifests, Ebbgate's or not, and what is"
            + " wrong with their drains. Changes nothing.",
    footer = {
      "",
      "Exit codes: 0 if nothing is as bad as --fail-on says, 1 if something is; 64 for wrong usage,"
          + " 65 for a file that is no manifest, 66 for one that can't be read, 69 if the API"
          + " server can't be reached, 77 if no kind of workload may be listed.",
      "",
      "In a cluster it needs the permissions to list pods and workloads, and for some checks to"
          + " list poddisruptionbudgets, horizontalpodautoscalers and routes and to get configmaps."
          + " Where one is missing a note says so, and what the others allow is read."
    })
final class AuditCommand implements Callable<Integer> {
  private static final int FOUND = 1;

  /** Output format, by its name in {@code --output}. */
  enum Format {
    text,
    json,
    sarif
  }

  /** What makes the exit code 1, by its name in {@code --fail-on}. */
  enum FailOn {
    error,
    warning,
    never
  }

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "Reads manifests instead of a cluster: files, folders with all their .yaml, .yml and"
              + " .json files, or - for standard input.")
  private List<String> files = List.of();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description =
          "Only this namespace of the cluster, by default all; with -f the namespace of documents"
              + " that don't name one.")
  private Optional<String> namespace = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "Output format: ${COMPLETION-CANDIDATES}. Default: text.")
  private Format format = Format.text;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      description = "What makes the exit code 1: ${COMPLETION-CANDIDATES}. Default: error.")
  private FailOn failOn = FailOn.error;

  @Mixin private final ProfileOptions profiles = new ProfileOptions();

  @Option(
      names = "--docs",
      paramLabel = "URL",
      description = "Where the documentation is, for the hints. Default: docs.")
  private String docs = "docs";

  @Mixin private final ClusterOptions clusters = new ClusterOptions();

  private final String version;
  private final InputStream in;
  private final PrintStream out;
  private final BooleanSupplier terminal;
  private final List<AuditObject> objects = new ArrayList<>();

  AuditCommand(String version, InputStream in, PrintStream out, BooleanSupplier terminal) {
    this.version = version;
    this.in = in;
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public Integer call()
      throws CommandException,
          ClusterException,
          ConfigException,
          ForbiddenException,
          IOException,
          ProfileException {
    if (!files.isEmpty() && clusters.isGiven()) {
      throw new CommandException(
          ConfigException.EXIT_CODE,
          "--kubeconfig and --context can't be used together with --filename.");
    }
    if (namespace.filter(name -> !ObjectName.isValid(name)).isPresent()) {
      throw new CommandException(
          ConfigException.EXIT_CODE,
          "--namespace is \"%s\"; allowed is a namespace's name.".formatted(namespace.get()));
    }
    List<Profile> known = profiles.known();
    AuditReport report = files.isEmpty() ? ofCluster(known) : ofFiles(known);
    print(report);
    CommandException.checkWritten(out);
    boolean failed =
        switch (failOn) {
          case error -> report.has(Severity.ERROR);
          case warning -> report.has(Severity.WARNING);
          case never -> false;
        };
    return failed ? FOUND : 0;
  }

  private AuditReport ofCluster(List<Profile> known)
      throws ClusterException, ConfigException, ForbiddenException, IOException {
    try (Cluster cluster = clusters.open()) {
      return ClusterAudit.of(cluster, namespace, known, version);
    }
  }

  private AuditReport ofFiles(List<Profile> known) throws CommandException {
    readFiles();
    return AuditReport.of(
        ClusterAudit.finder(objects, namespace, known, version).find(), List.of());
  }

  private void readFiles() throws CommandException {
    for (String file : files) {
      if (file.equals("-") || !Files.isDirectory(Path.of(file))) {
        read(file);
      } else {
        for (String each : manifests(Path.of(file))) {
          read(each);
        }
      }
    }
  }

  /** Those of a folder, which may be a link to one. */
  private static List<String> manifests(Path folder) throws CommandException {
    try {
      return manifests(folder, folder.toRealPath());
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(
          folder, e instanceof UncheckedIOException ? requireNonNull(e.getCause()) : e);
    }
  }

  private static CommandException unreadable(Path folder, Throwable e) {
    String why =
        e instanceof AccessDeniedException denied
            ? denied.getFile() + " may not be read by this user"
            : e.getClass().getSimpleName();
    return new CommandException(
        CommandException.NO_INPUT, "%s can't be read: %s.".formatted(folder, why));
  }

  private static List<String> manifests(Path folder, Path real) throws IOException {
    try (Stream<Path> all = Files.walk(real)) {
      return all.filter(Files::isRegularFile)
          .map(each -> folder.resolve(real.relativize(each)).toString())
          .filter(name -> name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))
          .sorted()
          .toList();
    }
  }

  private void read(String file) throws CommandException {
    try {
      for (ManifestDocument each : Manifest.read(file, in).documents()) {
        objects.add(new AuditObject(each.tree(), file.equals("-") ? "stdin" : file, each.line()));
      }
    } catch (ManifestException e) {
      throw new CommandException(CommandException.DATA, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new CommandException(CommandException.NO_INPUT, String.valueOf(e.getMessage()));
    }
  }

  private void print(AuditReport report) {
    String base = docs.endsWith("/") ? docs : docs + "/";
    switch (format) {
      case text -> new AuditText(base, terminal.getAsBoolean()).lines(report).forEach(out::println);
      case json -> printJson(AuditJson.of(report, base));
      case sarif -> printJson(AuditSarif.of(report, version, base));
    }
  }

  private void printJson(JsonNode json) {
    out.println(json.toPrettyString());
  }
}
