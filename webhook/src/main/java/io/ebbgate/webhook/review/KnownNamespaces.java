package io.ebbgate.webhook.review;

import static java.util.Objects.requireNonNull;

import io.ebbgate.webhook.patch.LimitRanges;
import java.util.Map;
import java.util.function.Function;

/**
 * What is known of namespaces, each by its name. A lookup makes no request.
 *
 * @param annotations those of a namespace, empty where none are known
 * @param ranges its LimitRanges
 */
public record KnownNamespaces(
    Function<String, Map<String, String>> annotations, Function<String, LimitRanges> ranges) {
  /** Nothing is known. */
  public static final KnownNamespaces NONE =
      new KnownNamespaces(_ -> Map.of(), _ -> LimitRanges.NONE);

  public KnownNamespaces {
    requireNonNull(annotations);
    requireNonNull(ranges);
  }
}
