package io.ebbgate.webhook.trace;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ebbgate.core.testkit.Await;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A collector on loopback that receives OTLP over HTTP and keeps the spans. */
public final class Collector implements AutoCloseable {
  private static final String TRACES = "/v1/traces";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<ResourceSpans> received = new ConcurrentLinkedQueue<>();
  private final HttpServer server;

  private Collector(HttpServer server) {
    this.server = server;
  }

  public static Collector open() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    Collector collector = new Collector(HttpServer.create(any, 0));
    collector.server.setExecutor(collector.threads);
    collector.server.createContext(TRACES, collector::take);
    collector.server.start();
    return collector;
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      ExportTraceServiceRequest request =
          ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
      received.addAll(request.getResourceSpansList());
      byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  /** For {@code OTEL_EXPORTER_OTLP_ENDPOINT}. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The environment of a program that sends its traces here. */
  public Map<String, String> environment() {
    return Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint());
  }

  /** The spans received so far. */
  public List<Span> spans() {
    return received.stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  /** The spans of that name received so far. */
  public List<Span> spans(String name) {
    return spans().stream().filter(span -> span.getName().equals(name)).toList();
  }

  /** Waits for at least this many spans. */
  public List<Span> await(int spans) throws InterruptedException {
    Await.until(spans + " spans", () -> spans().size() >= spans);
    return spans();
  }

  /** The resource attributes of the first sender. */
  public Map<String, Object> sender() {
    return values(received.element().getResource().getAttributesList());
  }

  /** A span's attributes by their names. */
  public static Map<String, Object> attributes(Span span) {
    return values(span.getAttributesList());
  }

  /** A trace or span ID as in headers. */
  public static String hex(com.google.protobuf.ByteString number) {
    return HexFormat.of().formatHex(number.toByteArray());
  }

  private static Map<String, Object> values(List<KeyValue> pairs) {
    Map<String, Object> values = new TreeMap<>();
    pairs.forEach(pair -> values.put(pair.getKey(), value(pair.getValue())));
    return values;
  }

  private static Object value(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> value.getIntValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      default -> value.toString();
    };
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
