package io.ebbgate.webhook.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.webhook.patch.Patch;
import io.ebbgate.webhook.review.AdmissionRequest;
import io.ebbgate.webhook.review.OneLine;
import io.ebbgate.webhook.review.ReviewOutcome;
import io.ebbgate.webhook.review.ReviewOutcome.AlreadyInjected;
import io.ebbgate.webhook.review.ReviewOutcome.Denied;
import io.ebbgate.webhook.review.ReviewOutcome.Injected;
import io.ebbgate.webhook.review.ReviewOutcome.SelfCheckFailed;
import io.ebbgate.webhook.review.ReviewOutcome.Skipped;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Optional;

/**
 * Decodes and encodes AdmissionReview of admission.k8s.io/v1. Any input that is no review decodes
 * to a {@link RejectReason}, never to an exception. The same outcome has the same bytes.
 */
final class AdmissionCodec {
  static final String API_VERSION = "admission.k8s.io/v1";
  static final String KIND = "AdmissionReview";
  static final int DEEPEST = 200;

  /** In characters; no API object is larger. */
  static final int LONGEST_TEXT = 3 << 20;

  /** The key under {@code auditAnnotations}, to which the API server adds the webhook's name. */
  static final String REASON = "reason";

  /** The result of decoding a request's body. */
  sealed interface DecodedReview {
    /** A review, and the uid that its response has to carry. */
    record Valid(String uid, AdmissionRequest review) implements DecodedReview {}

    /** Not a review. */
    record Rejected(RejectReason refusal) implements DecodedReview {}
  }

  private static final int LONGEST_UID = 256;

  /** The API server cuts longer ones, and drops them all if their sum is too long. */
  private static final int LONGEST_WARNING = 256;

  private static final JsonMapper JSON = mapper();

  private AdmissionCodec() {}

  private static JsonMapper mapper() {
    StreamReadConstraints limits =
        StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxStringLength(LONGEST_TEXT)
            .build();
    return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(limits).build())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        // Numbers stay as they were written: a patch's value may repeat one.
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        // Half a surrogate pair has no UTF-8, but it has an escape.
        .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
        .build();
  }

  static DecodedReview decode(ReceivedBody body) {
    if (body.length() == 0) {
      return new DecodedReview.Rejected(RejectReason.EMPTY);
    }
    try {
      Optional<RejectReason> tooLarge = size(body);
      return tooLarge.isPresent()
          ? new DecodedReview.Rejected(tooLarge.get())
          : asked(JSON.readTree(strictly(body)));
    } catch (StreamConstraintsException e) {
      return new DecodedReview.Rejected(deep(e) ? RejectReason.TOO_DEEP : RejectReason.TOO_LONG);
    } catch (CharacterCodingException | JsonProcessingException _) {
      return new DecodedReview.Rejected(RejectReason.NOT_JSON);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory is read without I/O.", e);
    }
  }

  /** Reads UTF-8 and no other encoding, which Jackson would guess, in constant memory. */
  private static Reader strictly(ReceivedBody body) {
    return new InputStreamReader(body.open(), UTF_8.newDecoder());
  }

  private static Optional<RejectReason> size(ReceivedBody body) throws IOException {
    try (JsonParser parser = JSON.createParser(strictly(body))) {
      return ReviewSize.problem(parser);
    }
  }

  /** Jackson has one exception for all its limits. */
  private static boolean deep(StreamConstraintsException e) {
    return String.valueOf(e.getMessage()).contains("nesting depth");
  }

  private static DecodedReview asked(JsonNode review) {
    JsonNode request = review.path("request");
    JsonNode uid = request.path("uid");
    JsonNode object = request.path("object");
    if (!review.isObject()) {
      return new DecodedReview.Rejected(
          review.isMissingNode() ? RejectReason.EMPTY : RejectReason.WRONG_VERSION);
    }
    if (!review.path("apiVersion").asText().equals(API_VERSION)
        || !review.path("kind").asText().equals(KIND)) {
      return new DecodedReview.Rejected(RejectReason.WRONG_VERSION);
    }
    if (!request.isObject()) {
      return new DecodedReview.Rejected(RejectReason.NO_REQUEST);
    }
    if (!uid.isTextual() || uid.asText().isEmpty() || uid.asText().length() > LONGEST_UID) {
      return new DecodedReview.Rejected(RejectReason.NO_UID);
    }
    if (!object.isObject() && !object.isNull() && !object.isMissingNode()) {
      return new DecodedReview.Rejected(RejectReason.BAD_OBJECT);
    }
    return new DecodedReview.Valid(uid.asText(), review(uid.asText(), request, object));
  }

  private static AdmissionRequest review(String uid, JsonNode request, JsonNode object) {
    return new AdmissionRequest(
        uid,
        request.path("operation").asText(),
        kind(request),
        request.path("namespace").asText(),
        object);
  }

  /** {@code Pod} for the core group's pods only, not for subresources or other groups' kinds. */
  private static String kind(JsonNode request) {
    String group = request.at("/kind/group").asText();
    String part = request.path("subResource").asText();
    return (group.isEmpty() ? "" : group + "/")
        + request.at("/kind/kind").asText()
        + (part.isEmpty() ? "" : "/" + part);
  }

  static byte[] encode(String uid, ReviewOutcome outcome) {
    ObjectNode review = JSON.createObjectNode();
    review.put("apiVersion", API_VERSION).put("kind", KIND);
    ObjectNode response = review.putObject("response").put("uid", uid);
    switch (outcome) {
      case Injected(_, _, _, Patch patch, _) ->
          response
              .put("allowed", true)
              .put("patch", Base64.getEncoder().encodeToString(bytes(patch.operations())))
              .put("patchType", "JSONPatch");
      case Denied(_, String detail) ->
          response
              .put("allowed", false)
              .putObject("status")
              .put("code", 422)
              .put("reason", "Invalid")
              .put("message", detail);
      case AlreadyInjected _, SelfCheckFailed _, Skipped _ -> response.put("allowed", true);
    }
    if (!outcome.warnings().isEmpty()) {
      var warnings = response.putArray("warnings");
      outcome.warnings().forEach(warning -> warnings.add(shortened(warning)));
    }
    response.putObject("auditAnnotations").put(REASON, outcome.reason().wireName());
    return bytes(review);
  }

  private static byte[] bytes(JsonNode tree) {
    try {
      return JSON.writeValueAsString(tree).getBytes(US_ASCII);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree has JSON.", e);
    }
  }

  /** A warning becomes an HTTP header: one line, and no longer than the API server lets through. */
  static String shortened(String warning) {
    String line = OneLine.of(warning);
    if (line.length() <= LONGEST_WARNING) {
      return line;
    }
    int end = LONGEST_WARNING - 3;
    return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end)
        + "...";
  }
}
