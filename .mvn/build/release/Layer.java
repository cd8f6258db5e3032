import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * A part of the tree, packed.
 *
 * @param what is in it, for people
 * @param file the compressed tar
 * @param digest of the file, 64 hexadecimal digits
 * @param contentDigest of the tar that is in it
 */
record Layer(String what, Path file, long size, String digest, long contentSize, String contentDigest) {
  /** In the order they change: what changes often comes last, so that nodes fetch little. */
  enum Part {
    BASE("C library of Debian", path -> !path.startsWith(Recipe.JAVA) && !path.startsWith("app")),
    JAVA("Java runtime", path -> path.startsWith(Recipe.JAVA)),
    LIBRARIES("libraries", path -> path.startsWith(Recipe.LIBRARIES)),
    PROGRAM("program", path ->
        path.startsWith("app") && !path.startsWith(Recipe.LIBRARIES) && !path.equals(Path.of(Recipe.CACHE))),
    CACHE("classes, loaded ahead of time", path -> path.equals(Path.of(Recipe.CACHE)));

    private final String what;
    private final Predicate<Path> has;

    Part(String what, Predicate<Path> has) {
      this.what = what;
      this.has = has;
    }
  }

  static Layer pack(Part part, Path tree, Path folder, Instant time) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(part.name().toLowerCase(java.util.Locale.ROOT) + ".tar.gz");
    try (var bytes = new BufferedOutputStream(Files.newOutputStream(file))) {
      var packed = new Counted(bytes);
      var plain = new Counted(new GZIPOutputStream(packed, 1 << 16));
      try (Tar tar = new Tar(plain, time)) {
        write(part, tree, tar);
      }
      return new Layer(part.what, file, packed.count, packed.digest(), plain.count, plain.digest());
    }
  }

  private static void write(Part part, Path tree, Tar tar) throws IOException {
    try (Stream<Path> walk = Files.walk(tree)) {
      List<Path> files = walk.map(tree::relativize).filter(part.has).filter(path -> !path.toString().isEmpty()).toList();
      TreeSet<Path> all = new TreeSet<>(files);
      for (Path file : files) {
        for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
          all.add(folder);
        }
      }
      for (Path path : all) {
        Path file = tree.resolve(path);
        if (Files.isSymbolicLink(file)) {
          tar.link(path.toString(), Files.readSymbolicLink(file).toString());
        } else if (Files.isDirectory(file)) {
          tar.folder(path.toString(), path.toString().equals("tmp") ? 01777 : 0755);
        } else {
          tar.file(path.toString(), file, Files.isExecutable(file));
        }
      }
    }
  }

  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Counts and hashes what goes through. */
  private static final class Counted extends DigestOutputStream {
    private long count;

    Counted(OutputStream out) {
      super(out, sha256());
    }

    @Override
    public void write(int one) throws IOException {
      super.write(one);
      count++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      super.write(bytes, from, length);
      count += length;
    }

    String digest() {
      return HexFormat.of().formatHex(getMessageDigest().digest());
    }
  }
}
