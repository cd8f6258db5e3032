package io.ebbgate.core.drain;

import java.util.Set;

/**
 * What this Envoy process doesn't do for a drain.
 *
 * @param forbidden actions that its admin interface forbids ({@code allow_paths}); they are not
 *     planned
 * @param missing statistics that it does not keep of the counted listeners, for example because of
 *     {@code stats_matcher}
 */
public record Restrictions(Set<AdminAction> forbidden, Set<Statistic> missing) {
  /** None is known. */
  public static final Restrictions NONE = new Restrictions(Set.of(), Set.of());

  public Restrictions {
    forbidden = Set.copyOf(forbidden);
    missing = Set.copyOf(missing);
  }
}
