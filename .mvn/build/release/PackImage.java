import module java.base;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.Ports;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Packs the root file system that {@link MakeTree} made, with Jib's library: {@code MODULE VERSION TIME}. Jib's Maven
 * plugin can't do it: it takes a project's jars from Maven, while here the image's own JVM writes an AOT cache from
 * the jars at their places before they are packed, and it makes one archive a module, while two are wanted, with that
 * cache and without ({@code -plain}, the same bytes in every build). Of Jib's two formats of an archive, Docker's has
 * no manifest, so that the digest would be known only after a push, and the OCI layout can't be read by {@code docker
 * load}; so {@code manifest.json} is added to the latter, and the full name under which a kubelet looks for it in
 * containerd.
 */
class PackImage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LABEL = "org.opencontainers.image.";

  private final ImageSpec spec;
  private final Path jibCache;
  private final StringBuilder sizes = new StringBuilder();

  public static void main(String[] args) throws Exception {
    try {
      new PackImage(ImageSpec.read(Path.of(args[0]), args[1], args[2], Architecture.own())).pack();
    } catch (BuildFailure failure) {
      System.err.println(failure.getMessage());
      System.exit(1);
    }
  }

  PackImage(ImageSpec spec) throws IOException {
    this.spec = spec;
    // A fresh one in each build: Jib recognises a file by path and time, and all times here are alike.
    this.jibCache = Files.createTempDirectory(spec.work(), "jib-");
  }

  void pack() throws Exception {
    Path root = spec.root();
    Path app = root.resolve("app");
    Path cache = root.resolve(ImageSpec.CACHE);
    Path libraries = root.resolve(ImageSpec.LIBRARIES);
    // What changes often comes last, so that a node downloads little for a new version.
    List<FileEntriesLayer> layers = new ArrayList<>();
    layers.add(layer("C library of Debian", children(root, app, root.resolve("opt"))));
    layers.add(layer("Java runtime", List.of(root.resolve(ImageSpec.JAVA))));
    layers.add(layer("libraries", List.of(libraries)));
    layers.add(layer("program", children(app, libraries, cache)));
    List<String> start = List.of("/" + ImageSpec.JAVA + "/bin/java", "@/" + ImageSpec.ARGUMENTS);
    if (Files.exists(cache)) {
      write("-plain", layers, start);
      layers.add(layer("AOT cache", List.of(cache)));
      write("", layers, List.of(start.getFirst(), "-XX:AOTCache=/" + ImageSpec.CACHE, start.getLast()));
    } else {
      write("", layers, start);
    }
    System.out.print(sizes);
    Files.writeString(spec.sizes(), sizes);
  }

  private static List<Path> children(Path folder, Path... except) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !List.of(except).contains(file)).sorted().toList();
    }
  }

  private FileEntriesLayer layer(String name, List<Path> files) throws IOException {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
    for (Path file : files) {
      layer.addEntryRecursive(
          file,
          AbsoluteUnixPath.fromPath(Path.of("/").resolve(spec.root().relativize(file))),
          (from, to) -> FilePermissions.fromOctalString(
              to.toString().equals("/tmp") ? "777" : Files.isExecutable(from) ? "755" : "644"),
          (_, _) -> spec.time());
    }
    return layer.build();
  }

  private void write(String suffix, List<FileEntriesLayer> layers, List<String> start) throws Exception {
    Map<String, String> environment = new LinkedHashMap<>(Map.of("PATH", "/" + ImageSpec.JAVA + "/bin"));
    for (String variable : spec.values("env")) {
      environment.put(variable.split("=", 2)[0], variable.split("=", 2)[1]);
    }
    JibContainerBuilder image =
        Jib.fromScratch()
            .setFormat(ImageFormat.OCI)
            .setPlatforms(Set.of(new Platform(spec.architecture().wireName(), "linux")))
            .setCreationTime(spec.time())
            .setUser(ImageSpec.USER)
            .setWorkingDirectory(AbsoluteUnixPath.get("/"))
            .setEnvironment(environment)
            .setExposedPorts(Ports.parse(spec.values("ports")))
            .setEntrypoint(start)
            .setFileEntriesLayers(layers)
            .addLabel(LABEL + "title", spec.value("title"))
            .addLabel(LABEL + "description", spec.value("description"))
            .addLabel(LABEL + "version", spec.version())
            .addLabel(LABEL + "created", spec.time().toString())
            .addLabel(LABEL + "licenses", "Apache-2.0");
    Path layout = jibCache.resolve("layout.tar");
    String digest =
        image
            .containerize(
                Containerizer.to(TarImage.at(layout).named(spec.reference()))
                    .setOfflineMode(true)
                    .setBaseImageLayersCache(jibCache)
                    .setApplicationLayersCache(jibCache))
            .getDigest()
            .toString();
    Path archive = spec.target(suffix + ".tar");
    JsonNode manifest = complete(layout, archive, digest);
    Files.writeString(spec.target(suffix + ".digest"), digest + "\n");
    sizes.append("%s (%s), %s%n".formatted(spec.reference() + suffix, spec.architecture().wireName(), digest));
    long all = 0;
    for (int i = 0; i < layers.size(); i++) {
      long unpacked = 0;
      for (var entry : layers.get(i).getEntries()) {
        unpacked += Files.isDirectory(entry.getSourceFile()) ? 0 : Files.size(entry.getSourceFile());
      }
      all += unpacked;
      addSize(unpacked, manifest.at("/layers/" + i + "/size").asLong(), layers.get(i).getName());
    }
    addSize(all, Files.size(archive), archive.getFileName().toString());
  }

  private void addSize(long unpacked, long packed, String what) {
    String line = "%8.1f MiB, %6.1f MiB packed: %s%n";
    sizes.append(String.format(Locale.ROOT, line, unpacked / 0x1p20, packed / 0x1p20, what));
  }

  /** Copies an OCI layout with the names that containerd and Docker read; returns the image's manifest. */
  private JsonNode complete(Path layout, Path archive, String digest) throws IOException {
    JsonNode manifest = JSON.missingNode();
    try (TarArchiveInputStream in = new TarArchiveInputStream(Files.newInputStream(layout));
        TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().equals("index.json")) {
          ObjectNode index = (ObjectNode) JSON.readTree(in.readAllBytes());
          ((ObjectNode) index.at("/manifests/0"))
              .putObject("annotations")
              .put(OciArchive.CONTAINERD_NAME, "docker.io/" + spec.reference())
              .put(OciArchive.REF_NAME, spec.version());
          OciArchive.put(entry.getName(), JSON.writeValueAsBytes(index), out);
        } else if (entry.getName().equals(OciArchive.blob(digest))) {
          byte[] bytes = in.readAllBytes();
          manifest = JSON.readTree(bytes);
          OciArchive.put(entry.getName(), bytes, out);
        } else {
          out.putArchiveEntry(entry);
          in.transferTo(out);
          out.closeArchiveEntry();
        }
      }
      OciArchive.put("manifest.json", JSON.writeValueAsBytes(forDocker(manifest)), out);
    }
    return manifest;
  }

  private ArrayNode forDocker(JsonNode manifest) {
    ArrayNode images = JSON.createArrayNode();
    ObjectNode image = images.addObject().put("Config", OciArchive.blob(manifest.at("/config/digest").asText()));
    image.putArray("RepoTags").add(spec.reference());
    ArrayNode layers = image.putArray("Layers");
    manifest.path("layers").forEach(layer -> layers.add(OciArchive.blob(layer.path("digest").asText())));
    return images;
  }
}
