package io.ebbgate.webhook.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.ReviewBudget;
import io.ebbgate.core.testkit.Allocation;
import io.ebbgate.webhook.http.AdmissionCodec.DecodedReview;
import io.ebbgate.webhook.review.ReviewOutcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pod as large as the API server accepts, 3 MiB, most of it one text. */
class LargePodTest {
  private static final int SIZE = 3 << 20;

  private static byte[] review(String place, String field, String character) {
    ObjectNode review = Reviews.gateway();
    review
        .withObject("/request/object" + place)
        .put(field, character.repeat((SIZE - 2048) / character.getBytes(UTF_8).length));
    return review.toString().getBytes(UTF_8);
  }

  private static byte[] answer(ReceivedBody body) {
    if (!(AdmissionCodec.decode(body) instanceof DecodedReview.Valid(String uid, var request))) {
      throw new AssertionError("not a review");
    }
    ReviewOutcome outcome = RunningServer.reviewer().apply(request, ReviewBudget.unlimited());
    return AdmissionCodec.encode(uid, outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "plain, x, 5",
    "plain, ä, 5",
    "ebbgate.io/status, x, 5",
    "ebbgate.io/stop-order, x, 13",
    "ebbgate.io/profile, x, 13",
    "ebbgate.io/mode, x, 13",
    "ebbgate.io/container, x, 13"
  })
  void costsAFewTimesItsSize(String annotation, String character, int times) {
    ReceivedBody body = ReceivedBody.of(review("/metadata/annotations", annotation, character));

    long bytes = Allocation.bytes(() -> answer(body));

    assertThat(bytes).isLessThan((long) times * body.length());
  }
}
