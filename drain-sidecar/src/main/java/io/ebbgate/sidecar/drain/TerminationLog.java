package io.ebbgate.sidecar.drain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The container's termination message. The kubelet bind-mounts one file, so it can't be replaced by
 * renaming. One write replaces all of it, with blanks over what was longer before, and only then is
 * the file cut: whenever this process is killed, the file holds one whole JSON object.
 */
final class TerminationLog {
  /** The kubelet reads no more. */
  private static final int LONGEST = 4096;

  private final Path file;
  private final JsonLog log;

  TerminationLog(Path file, JsonLog log) {
    this.file = file;
    this.log = log;
  }

  /** Takes the message back. */
  void clear() {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    } catch (IOException e) {
      warn(e);
    }
  }

  /** Writes the message; a file that can't be written is a log line and no more. */
  void write(Report report) {
    byte[] text = VerdictJson.shortText(report).getBytes(UTF_8);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      byte[] padded = Arrays.copyOf(text, Math.clamp(channel.size(), text.length, LONGEST));
      Arrays.fill(padded, text.length, padded.length, (byte) ' ');
      ByteBuffer left = ByteBuffer.wrap(padded);
      while (left.hasRemaining()) {
        channel.write(left, left.position());
      }
      channel.truncate(text.length);
    } catch (IOException e) {
      warn(e);
    }
  }

  private void warn(IOException e) {
    log.warn(
        "the termination message was not written",
        LogKeys.PATH,
        file,
        LogKeys.CAUSE,
        e.getClass().getSimpleName());
  }
}
