import module java.base;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Parts that all archives of images have. */
class OciArchive {
  /** Which image of a layout a client means by a tag. */
  static final String REF_NAME = "org.opencontainers.image.ref.name";

  /** The full name under which a kubelet looks for an image in containerd. */
  static final String CONTAINERD_NAME = "io.containerd.image.name";

  private OciArchive() {}

  static void put(String name, byte[] content, TarArchiveOutputStream out) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setModTime(0);
    out.putArchiveEntry(entry);
    out.write(content);
    out.closeArchiveEntry();
  }

  /** The entry's name of what has that digest. */
  static String blob(String digest) {
    return "blobs/" + digest.replace(':', '/');
  }
}
