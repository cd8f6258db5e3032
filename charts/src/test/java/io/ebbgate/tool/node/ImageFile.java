package io.ebbgate.tool.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * An image of one layer, made of a folder, in the form of {@code docker save}. For what only tests
 * run; the product's own images come from the build.
 *
 * @param reference in full, with the registry
 * @param user as in {@code runAsUser}
 */
record ImageFile(String reference, List<String> entrypoint, String user) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Packs a folder; gives back the archive. */
  Path pack(Path root, Path archive) throws IOException, InterruptedException {
    Path work = archive.resolveSibling(archive.getFileName() + ".parts");
    Files.createDirectories(work);
    Path layer = work.resolve("layer.tar");
    tar(
        "--sort=name",
        "--owner=0",
        "--group=0",
        "-C",
        root.toString(),
        "-cf",
        layer.toString(),
        ".");
    String config = config(digest(layer)).toString();
    Files.writeString(work.resolve("config.json"), config);
    Files.writeString(work.resolve("manifest.json"), manifest().toString());
    tar(
        "-C",
        work.toString(),
        "-cf",
        archive.toString(),
        "config.json",
        "layer.tar",
        "manifest.json");
    Files.delete(layer);
    return archive;
  }

  private static void tar(String... arguments) throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>(List.of("tar"));
    command.addAll(List.of(arguments));
    var _ = Commands.run(command);
  }

  private ObjectNode config(String layer) {
    ObjectNode image = JSON.createObjectNode();
    image.put("architecture", architecture()).put("os", "linux");
    ObjectNode config = image.putObject("config").put("User", user);
    ArrayNode command = config.putArray("Entrypoint");
    entrypoint.forEach(command::add);
    config.putArray("Env").add("PATH=/usr/local/bin:/usr/bin:/bin:/opt/java/bin");
    image.putObject("rootfs").put("type", "layers").putArray("diff_ids").add("sha256:" + layer);
    return image;
  }

  private ArrayNode manifest() {
    ArrayNode manifest = JSON.createArrayNode();
    ObjectNode image = manifest.addObject().put("Config", "config.json");
    image.putArray("RepoTags").add(reference);
    image.putArray("Layers").add("layer.tar");
    return manifest;
  }

  private static String architecture() {
    String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return name.equals("aarch64") ? "arm64" : name;
  }

  private static String digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] piece = new byte[1 << 16];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        sha256.update(piece, 0, read);
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
