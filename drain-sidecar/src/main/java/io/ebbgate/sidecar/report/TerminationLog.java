package io.ebbgate.sidecar.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.sidecar.log.JsonLog;
import io.ebbgate.sidecar.log.LogKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The container's termination message. The kubelet bind-mounts one file, so it can't be replaced by
 * renaming. One write replaces all of it, with blanks over what was longer before, and only then is
 * the file cut: whenever this process is killed, the file holds one whole JSON object.
 *
 * <p>A thread of its own writes it, and is waited for only so long: a file that hangs, such as a
 * pipe without a reader, may not hold the hook.
 */
public final class TerminationLog {
  /** The kubelet reads no more. */
  private static final int LONGEST = 4096;

  private static final Duration PATIENCE = Duration.ofMillis(200);

  private final Path file;
  private final int limit;
  private final JsonLog log;
  private final ExecutorService writer = writer();
  private Future<?> last = CompletableFuture.completedFuture(null);

  /**
   * The message in this file.
   *
   * @param limit what the kubelet keeps of it, in bytes
   */
  public TerminationLog(Path file, int limit, JsonLog log) {
    this.file = file;
    this.limit = limit;
    this.log = log;
  }

  /** One write at a time, and the newest of those that wait for it. */
  private static ExecutorService writer() {
    return new ThreadPoolExecutor(
        0,
        1,
        1,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(1),
        Thread.ofPlatform().name("termination-log").daemon(true).factory(),
        new ThreadPoolExecutor.DiscardOldestPolicy());
  }

  /** Takes the message back. */
  void clear() {
    put("");
  }

  /** Writes the message; a file that can't be written is a log line and no more. */
  void write(Verdict verdict) {
    put(VerdictJson.textWithin(verdict, limit));
  }

  private void put(String text) {
    // A write that hung before is not waited for again.
    Duration patience = last.isDone() ? PATIENCE : Duration.ZERO;
    try {
      last = writer.submit(() -> replace(text.getBytes(UTF_8)));
      last.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      warn(e.getCause());
    } catch (TimeoutException e) {
      warn(e);
    } catch (OutOfMemoryError _) {
      // No thread can be started: a file that hangs would hold this one, but the message is kept.
      writeHere(text);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeHere(String text) {
    try {
      var _ = replace(text.getBytes(UTF_8));
    } catch (IOException e) {
      warn(e);
    }
  }

  private @Nullable Void replace(byte[] text) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      byte[] padded = Arrays.copyOf(text, Math.clamp(channel.size(), text.length, LONGEST));
      Arrays.fill(padded, text.length, padded.length, (byte) ' ');
      ByteBuffer left = ByteBuffer.wrap(padded);
      while (left.hasRemaining()) {
        channel.write(left, left.position());
      }
      channel.truncate(text.length);
    }
    return null;
  }

  private void warn(@Nullable Throwable e) {
    log.warn(
        "the termination message was not written",
        LogKeys.PATH,
        file,
        LogKeys.CAUSE,
        e == null ? "" : e.getClass().getSimpleName());
  }
}
