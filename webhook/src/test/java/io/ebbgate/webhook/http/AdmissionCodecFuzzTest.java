package io.ebbgate.webhook.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ebbgate.core.admission.AdmissionPolicy;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.webhook.http.AdmissionCodec.DecodedReview;
import io.ebbgate.webhook.review.ReviewOutcome;
import io.ebbgate.webhook.review.Reviewer;
import io.ebbgate.webhook.review.TokenKey;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Any bytes are refused or answered, without an exception and twice the same. Runs its seeds as an
 * ordinary test; {@code JAZZER_FUZZ=1} searches for more.
 */
class AdmissionCodecFuzzTest {
  private static final Reviewer REVIEWER =
      new Reviewer(
          AdmissionPolicy.of(
              "ebbgate", Set.of(), true, Mode.AGENT, SidecarStyle.NATIVE, "sidecar", Map.of()),
          TokenKey.of(new byte[32]));

  @FuzzTest(maxDuration = "1m")
  void answersAnything(byte[] body) throws IOException {
    switch (AdmissionCodec.decode(ReceivedBody.of(body))) {
      case DecodedReview.Rejected(RejectReason refusal) ->
          assertThat(refusal.status()).isBetween(400, 415);
      case DecodedReview.Valid asked -> {
        ReviewOutcome outcome = REVIEWER.review(asked.review());
        byte[] answer = AdmissionCodec.encode(asked.uid(), outcome);

        assertThat(Reviews.response(answer).path("uid").asText()).isEqualTo(asked.uid());
        assertThat(new String(answer, US_ASCII)).isNotEmpty();
        assertThat(AdmissionCodec.encode(asked.uid(), REVIEWER.review(asked.review())))
            .isEqualTo(answer);
      }
    }
  }
}
