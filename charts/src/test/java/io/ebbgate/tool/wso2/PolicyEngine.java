package io.ebbgate.tool.wso2;

import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * What Envoy's ext_proc filter asks, by gRPC on a Unix socket, before it passes on the headers of a
 * request or of its answer. For each request it asks the executor, and refuses what that does not
 * allow.
 */
public final class PolicyEngine implements AutoCloseable {
  /** Answers that may be sent together. */
  private static final int BATCH = 64;

  private final LongAdder answered = new LongAdder();
  private final AtomicInteger streams = new AtomicInteger();
  private final UnixServer server;
  private final ExecutorClient executor;

  private PolicyEngine(Path socket, Path executorSocket) {
    server =
        new UnixServer(
            socket,
            connection ->
                connection
                    .pipeline()
                    .addLast(
                        new FlushConsolidationHandler(BATCH, true),
                        codec(),
                        new ProcessingStreams(this)));
    executor = new ExecutorClient(server.loop(), executorSocket);
  }

  /** Envoy resets each stream that it needs no more, which is no attack. */
  private static Http2FrameCodec codec() {
    return Http2FrameCodecBuilder.forServer().decoderEnforceMaxRstFramesPerWindow(0, 0).build();
  }

  /**
   * Listens on a socket that is not there yet.
   *
   * @param executor the socket of an executor that answers
   */
  public static PolicyEngine open(Path socket, Path executor) {
    return new PolicyEngine(socket, executor);
  }

  /** The answer to a message of Envoy; at once, or when the executor has decided. */
  void process(ProcessingMessage message, Consumer<ProcessingMessage.Answer> to) {
    answered.increment();
    switch (message) {
      case REQUEST_HEADERS ->
          executor.ask(allowed ->
              to.accept(
                  allowed
                      ? ProcessingMessage.Answer.REQUEST_PASSES
                      : ProcessingMessage.Answer.REFUSED));
      case RESPONSE_HEADERS -> to.accept(ProcessingMessage.Answer.RESPONSE_PASSES);
    }
  }

  /** One stream is one request of a client of Envoy. */
  void opened() {
    var _ = streams.incrementAndGet();
  }

  void closed(int number) {
    var _ = streams.addAndGet(-number);
  }

  /** What it has done and for how many it still works. */
  String state() {
    return "answered %d messages, has %d streams on %d connections"
        .formatted(answered.sum(), streams.get(), server.connections());
  }

  @Override
  public void close() {
    server.close();
  }
}
