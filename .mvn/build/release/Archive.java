import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One image in one tar that both containerd and Docker import, laid out as {@code docker save} does since version 25:
 * an OCI image layout (image-spec 1.1, image-layout.md) and beside it a {@code manifest.json} for older readers. Its
 * digest is known here, before any registry has seen it.
 *
 * @param start the command line up to the program's own arguments
 */
record Archive(Recipe recipe, List<Layer> layers, List<String> start) {
  private static final String OCI = "application/vnd.oci.image.";

  /** What containers call a name without a registry; Kubernetes looks for it in full. */
  private static final String REGISTRY = "docker.io/";

  /** Writes the tar; returns the image's digest. */
  String write(Path tar) throws IOException {
    byte[] config = config().getBytes(UTF_8);
    byte[] manifest = manifest(config).getBytes(UTF_8);
    Files.deleteIfExists(tar);
    try (Tar out = new Tar(new BufferedOutputStream(Files.newOutputStream(tar)), recipe.time())) {
      out.file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(UTF_8));
      out.file("index.json", index(manifest).getBytes(UTF_8));
      out.file("manifest.json", forOlderReaders(config).getBytes(UTF_8));
      out.file(blob(Layer.sha256(manifest)), manifest);
      out.file(blob(Layer.sha256(config)), config);
      for (Layer layer : layers) {
        out.file(blob(layer.digest()), layer.file(), false);
      }
    }
    return "sha256:" + Layer.sha256(manifest);
  }

  private static String blob(String digest) {
    return "blobs/sha256/" + digest;
  }

  private String config() {
    return """
    {"created":"%1$s","architecture":"%2$s","os":"linux","config":{"User":"%3$s","ExposedPorts":{%4$s},"Env":%5$s,\
    "Entrypoint":%6$s,"WorkingDir":"/","Labels":{%7$s}},"rootfs":{"type":"layers","diff_ids":%8$s},"history":[%9$s]}"""
        .formatted(
            recipe.time(),
            recipe.machine().wireName(),
            Recipe.USER,
            recipe.words("ports").stream().map(port -> quoted(port) + ":{}").collect(Collectors.joining(",")),
            list(Stream.concat(Stream.of("PATH=/" + Recipe.JAVA + "/bin"), recipe.words("env").stream()).toList()),
            list(start),
            labels(),
            list(layers.stream().map(layer -> "sha256:" + layer.contentDigest()).toList()),
            joined(layer -> "{\"created\":\"%s\",\"created_by\":%s}".formatted(recipe.time(), quoted(layer.what()))));
  }

  private String labels() {
    return Stream.of(
            "title", recipe.wireName("title"),
            "description", recipe.wireName("description"),
            "version", recipe.version(),
            "created", recipe.time().toString(),
            "licenses", "Apache-2.0")
        .gather(java.util.stream.Gatherers.windowFixed(2))
        .map(pair -> quoted("org.opencontainers.image." + pair.get(0)) + ":" + quoted(pair.get(1)))
        .collect(Collectors.joining(","));
  }

  private String manifest(byte[] config) {
    return """
    {"schemaVersion":2,"mediaType":"%1$smanifest.v1+json","config":%2$s,"layers":[%3$s]}"""
        .formatted(
            OCI,
            descriptor("config.v1+json", Layer.sha256(config), config.length, ""),
            joined(layer -> descriptor("layer.v1.tar+gzip", layer.digest(), layer.size(), "")));
  }

  private String index(byte[] manifest) {
    String more =
        ",\"platform\":{\"architecture\":\"%s\",\"os\":\"linux\"},\"annotations\":{%s:%s,%s:%s}"
            .formatted(
                recipe.machine().wireName(),
                quoted("io.containerd.image.name"), quoted(REGISTRY + recipe.reference()),
                quoted("org.opencontainers.image.ref.name"), quoted(recipe.version()));
    return """
    {"schemaVersion":2,"mediaType":"%1$sindex.v1+json","manifests":[%2$s]}"""
        .formatted(OCI, descriptor("manifest.v1+json", Layer.sha256(manifest), manifest.length, more));
  }

  private String forOlderReaders(byte[] config) {
    return "[{\"Config\":%s,\"RepoTags\":%s,\"Layers\":%s}]"
        .formatted(
            quoted(blob(Layer.sha256(config))),
            list(List.of(recipe.reference())),
            list(layers.stream().map(layer -> blob(layer.digest())).toList()));
  }

  private static String descriptor(String type, String digest, long size, String more) {
    return "{\"mediaType\":\"%s%s\",\"digest\":\"sha256:%s\",\"size\":%d%s}".formatted(OCI, type, digest, size, more);
  }

  private String joined(Function<Layer, String> part) {
    return layers.stream().map(part).collect(Collectors.joining(","));
  }

  private static String list(List<String> texts) {
    return texts.stream().map(Archive::quoted).collect(Collectors.joining(",", "[", "]"));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
