package io.ebbgate.webhook.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.ReviewBudget;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.webhook.review.AdmissionRequest;
import io.ebbgate.webhook.review.ReviewOutcome;
import io.ebbgate.webhook.trace.Collector;
import io.ebbgate.webhook.trace.TraceSwitch;
import io.ebbgate.webhook.trace.Tracing;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a collector gets of reviews, through the whole server. */
@Timeout(120)
class TracedReviewIT {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "b7ad6b7169203331";

  @TempDir Path folder;
  private Collector collector;

  @BeforeEach
  void open() throws Exception {
    collector = Collector.open();
  }

  @AfterEach
  void close() {
    collector.close();
  }

  @Test
  void saysWhatBecameOfThePodAndNothingOfWhatIsInIt() throws Exception {
    List<Span> spans = review(Map.of(), Reviews.gateway());

    assertThat(spans).hasSize(1);
    Span span = spans.getFirst();
    assertThat(span.getName()).isEqualTo("admission.mutate");
    assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(span.getParentSpanId()).isEmpty();
    assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
    assertThat(Duration.ofNanos(span.getEndTimeUnixNano() - span.getStartTimeUnixNano()))
        .isBetween(Duration.ZERO, Duration.ofSeconds(10));
    assertThat(Collector.attributes(span))
        .containsOnly(
            entry("ebbgate.operation", "CREATE"),
            entry("ebbgate.namespace", "shop"),
            entry("ebbgate.profile", "envoy"),
            entry("ebbgate.outcome", "injected"),
            entry("ebbgate.reason", "injected"),
            entry(
                "ebbgate.patch_operations",
                Collector.attributes(span).get("ebbgate.patch_operations")));
    assertThat(Collector.attributes(span).get("ebbgate.patch_operations")).isNotEqualTo(0L);
    assertThat(collector.sender())
        .containsEntry("service.name", "ebbgate-webhook")
        .containsEntry("service.version", "7")
        .containsEntry("service.instance.id", "webhook-1");
  }

  @Test
  void hasTheOutcomeThatIsCounted() throws Exception {
    ObjectNode plain = Reviews.gateway();
    plain.withObject("/request/object/metadata/annotations").remove(Annotations.PROFILE);
    ObjectNode bad = Reviews.gateway();
    bad.withObject("/request/object/metadata/annotations")
        .put(Setting.MIN_DRAIN.annotation(), "soon");

    List<Span> spans = review(Map.of(), plain, bad);

    assertThat(spans)
        .extracting(Collector::attributes)
        .extracting(
            found -> found.get("ebbgate.outcome"),
            found -> found.get("ebbgate.reason"),
            found -> found.get("ebbgate.patch_operations"))
        .containsExactly(tuple("skipped", "no_profile", 0L), tuple("denied", "bad_setting", 0L));
  }

  @Test
  void isAnErrorWhereTheMistakeIsOurs() throws Exception {
    List<Span> spans =
        review(
            (_, _) -> {
              throw new IllegalStateException("a secret of the pod");
            },
            Map.of(),
            Reviews.gateway());

    Span span = spans.getFirst();
    assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    assertThat(Collector.attributes(span))
        .containsEntry("ebbgate.outcome", "error")
        .containsEntry("error.type", "java.lang.IllegalStateException");
    assertThat(span.toString()).doesNotContain("secret");
  }

  @Test
  void isAPartOfTheCallersTrace() throws Exception {
    List<Span> spans =
        review(
            Map.of("Traceparent", "00-" + TRACE + "-" + CALLER + "-01", "Tracestate", "a=b"),
            Reviews.gateway());

    assertThat(Collector.hex(spans.getFirst().getTraceId())).isEqualTo(TRACE);
    assertThat(Collector.hex(spans.getFirst().getParentSpanId())).isEqualTo(CALLER);
    assertThat(spans.getFirst().getTraceState()).isEqualTo("a=b");
  }

  @Test
  void isNotThereWhereTheCallerWantsNone() throws Exception {
    assertThat(
            review(Map.of("traceparent", "00-" + TRACE + "-" + CALLER + "-00"), Reviews.gateway()))
        .isEmpty();
  }

  @Test
  void beginsATraceOfItsOwnWhereTheHeaderIsNone() throws Exception {
    List<Span> spans = review(Map.of("traceparent", "00-zz-yy-01"), Reviews.gateway());

    assertThat(spans).hasSize(1);
    assertThat(spans.getFirst().getParentSpanId()).isEmpty();
  }

  /** What any client may send is cut to what a queue of spans can hold. */
  @Test
  void cutsANamespaceThatIsNone() throws Exception {
    ObjectNode huge = Reviews.gateway();
    Reviews.request(huge).put("namespace", "n".repeat(1_000_000));

    List<Span> spans = review(Map.of(), huge);

    assertThat(spans.getFirst().getSerializedSize()).isLessThan(2_000);
  }

  @Test
  void isNotThereForWhatIsNoReview() throws Exception {
    assertThat(review(Map.of(), Reviews.JSON.createObjectNode())).isEmpty();
  }

  private List<Span> review(Map<String, String> headers, ObjectNode... reviews) throws Exception {
    return review(RunningServer.reviewer(), headers, reviews);
  }

  private List<Span> review(
      BiFunction<AdmissionRequest, ReviewBudget, ReviewOutcome> reviewer,
      Map<String, String> headers,
      ObjectNode... reviews)
      throws Exception {
    Tracing tracing = Tracing.of(TraceSwitch.ON, collector.environment(), "7", "webhook-1");
    RunningServer running = RunningServer.start(folder, reviewer, tracing);
    for (ObjectNode review : reviews) {
      HttpRequest.Builder post =
          running
              .to("/mutate")
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofByteArray(review.toString().getBytes(UTF_8)));
      headers.forEach(post::header);
      HttpResponse<byte[]> answer = running.send(post);
      assertThat(answer.statusCode()).isIn(200, 400, 500);
    }
    running.stop();
    tracing.close();
    return collector.spans();
  }
}
