package io.ebbgate.webhook.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.testkit.Allocation;
import io.ebbgate.webhook.http.AdmissionCodec.DecodedReview;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReviewSizeTest {
  /** A pod of so many containers, each with what containers usually have. */
  private static byte[] review(int containers) {
    ObjectNode review = Reviews.gateway();
    ArrayNode list = review.withArray("/request/object/spec/containers");
    for (int i = list.size(); i < containers; i++) {
      ObjectNode container = list.addObject().put("name", "c" + i).put("image", "shop/app:1");
      container.withArray("ports").addObject().put("containerPort", 8000 + i);
      container.withObject("/resources/requests").put("cpu", "10m").put("memory", "64Mi");
      container.withObject("/readinessProbe/httpGet").put("path", "/ready").put("port", 8000 + i);
      container.withArray("volumeMounts").addObject().put("name", "v").put("mountPath", "/v");
      for (int j = 0; j < 5; j++) {
        container.withArray("env").addObject().put("name", "V" + j).put("value", "text");
      }
    }
    return review.toString().getBytes(UTF_8);
  }

  private static byte[] withTolerations(String element, int many) {
    String list = "[" + (element + ",").repeat(many - 1) + element + "]";
    return Reviews.gateway()
        .toString()
        .replace("\"spec\":{", "\"spec\":{\"tolerations\":" + list + ",")
        .getBytes(UTF_8);
  }

  @Test
  void letsAPodOfTwoHundredContainersPassByTenTimes() {
    DecodedReview decoded = AdmissionCodec.decode(ReceivedBody.of(review(2_000)));

    assertThat(decoded).isInstanceOf(DecodedReview.Valid.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "0", "{\"a\":{}}", "\"\""})
  void letsAsManyElementsPassAsAreAllowed(String element) {
    byte[] most = withTolerations(element, ReviewSize.MOST_MEMBERS);
    byte[] more = withTolerations(element, ReviewSize.MOST_MEMBERS + 1);

    DecodedReview decoded = AdmissionCodec.decode(ReceivedBody.of(more));

    assertThat(AdmissionCodec.decode(ReceivedBody.of(most)))
        .isInstanceOf(DecodedReview.Valid.class);
    assertThat(decoded).isEqualTo(new DecodedReview.Rejected(RejectReason.TOO_MANY_VALUES));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "0", "{\"a\":{}}", "\"\""})
  void allocatesNoMoreForTwiceAsManyAsAreAllowed(String element) {
    ReceivedBody few = ReceivedBody.of(withTolerations(element, 100_000));
    ReceivedBody twice = ReceivedBody.of(withTolerations(element, 200_000));
    long forFew = Allocation.bytes(() -> AdmissionCodec.decode(few));

    long forTwice = Allocation.bytes(() -> AdmissionCodec.decode(twice));

    assertThat(forTwice).isLessThan(forFew + (64 << 10));
  }
}
