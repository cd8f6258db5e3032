import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** A tar in the ustar format with nothing in it that depends on machine or moment; everything is root's. */
final class Tar implements AutoCloseable {
  private static final int BLOCK = 512;

  private final OutputStream out;
  private final Instant time;
  private long written;

  Tar(OutputStream out, Instant time) {
    this.out = out;
    this.time = time;
  }

  void folder(String name, int mode) throws IOException {
    header(name + "/", mode, 0, '5', "");
  }

  void link(String name, String target) throws IOException {
    header(name, 0777, 0, '2', target);
  }

  void file(String name, Path content, boolean runs) throws IOException {
    header(name, runs ? 0755 : 0644, Files.size(content), '0', "");
    written += Files.copy(content, out);
    fill();
  }

  void file(String name, byte[] content) throws IOException {
    header(name, 0644, content.length, '0', "");
    out.write(content);
    written += content.length;
    fill();
  }

  private void header(String name, int mode, long size, char kind, String target) throws IOException {
    byte[] header = new byte[BLOCK];
    int cut = name.getBytes(UTF_8).length <= 100 ? -1 : name.lastIndexOf('/', name.length() - 2);
    put(header, 0, 100, name.substring(cut + 1));
    put(header, 100, 8, octal(mode, 7));
    put(header, 108, 8, octal(0, 7));
    put(header, 116, 8, octal(0, 7));
    put(header, 124, 12, octal(size, 11));
    put(header, 136, 12, octal(time.getEpochSecond(), 11));
    put(header, 148, 8, " ".repeat(8));
    header[156] = (byte) kind;
    put(header, 157, 100, target);
    put(header, 257, 8, "ustar\00000");
    put(header, 345, 155, cut < 0 ? "" : name.substring(0, cut));
    int sum = 0;
    for (byte one : header) {
      sum += one & 0xff;
    }
    put(header, 148, 8, octal(sum, 6) + "\0 ");
    out.write(header);
    written += BLOCK;
  }

  private static String octal(long number, int digits) {
    String text = Long.toOctalString(number);
    return "0".repeat(digits - text.length()) + text;
  }

  private static void put(byte[] header, int at, int room, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    if (bytes.length > room) {
      throw new IOException("Too long for a tar: " + text);
    }
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private void fill() throws IOException {
    int rest = (int) (written % BLOCK);
    if (rest > 0) {
      out.write(new byte[BLOCK - rest]);
      written += BLOCK - rest;
    }
  }

  @Override
  public void close() throws IOException {
    out.write(new byte[2 * BLOCK]);
    out.close();
  }
}
