package io.ebbgate.core.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text for programs and libraries that read files only. */
public final class TextFile {
  private TextFile() {}

  /** Reads the file. */
  public interface Reader<T, X extends Exception> {
    T read(Path file) throws IOException, X;
  }

  /**
   * The answer of a reader to a file with this text, which is deleted afterwards.
   *
   * @param ending of its name, {@code .yaml}
   */
  public static <T, X extends Exception> T with(String ending, String text, Reader<T, X> reader)
      throws IOException, X {
    Path file = Files.createTempFile("text", ending);
    try {
      return reader.read(Files.writeString(file, text));
    } finally {
      Files.delete(file);
    }
  }
}
