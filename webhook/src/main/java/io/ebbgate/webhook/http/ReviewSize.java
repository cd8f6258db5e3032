package io.ebbgate.webhook.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Counts a review's tokens before a tree is built of them: a body of {@code [{},{},...]} takes
 * thirty times its size as a tree. A pod of 200 containers has a tenth of what is allowed.
 */
final class ReviewSize {
  /** Values, names, and begins and ends of arrays and objects. */
  static final int MOST_TOKENS = 200_000;

  /** Elements of one array, or fields of one object. */
  static final int MOST_MEMBERS = 20_000;

  private final Deque<Integer> members = new ArrayDeque<>();
  private int tokens;

  private ReviewSize() {}

  /**
   * What is too large, read up to there. Takes one pass and memory for one number a level.
   *
   * @param parser at the begin of a document; limits depth and lengths itself
   * @throws IOException for what is not JSON or exceeds the parser's limits
   */
  static Optional<RejectReason> problem(JsonParser parser) throws IOException {
    ReviewSize size = new ReviewSize();
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (!size.fits(token)) {
        return Optional.of(RejectReason.TOO_MANY_VALUES);
      }
    }
    return Optional.empty();
  }

  private boolean fits(JsonToken token) {
    tokens++;
    boolean few = token == JsonToken.FIELD_NAME || token.isStructEnd() || isFewMembers();
    if (token.isStructStart()) {
      members.push(0);
    } else if (token.isStructEnd()) {
      members.pop();
    }
    return few && tokens <= MOST_TOKENS;
  }

  /** Counts a value in the array or object that it is in. */
  private boolean isFewMembers() {
    if (members.isEmpty()) {
      return true;
    }
    int many = members.pop() + 1;
    members.push(many);
    return many <= MOST_MEMBERS;
  }
}
