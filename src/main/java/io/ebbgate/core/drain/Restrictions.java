package io.ebbgate.core.drain;

import java.util.Set;

/**
 * What this Envoy process doesn't do for a drain.
 *
 * @param forbidden actions that its admin interface forbids ({@code allow_paths}); they are not
 *     planned
 * @param missing statistics that it does not keep of the counted listeners, for example because of
 *     {@code stats_matcher}
 * @param besideParent after a hot restart the process before it may still have connections, which
 *     its statistics have only as of their last flush, every five seconds by default
 */
public record Restrictions(
    Set<AdminAction> forbidden, Set<Statistic> missing, boolean besideParent) {
  /** None is known. */
  public static final Restrictions NONE = new Restrictions(Set.of(), Set.of());

  public Restrictions {
    forbidden = Set.copyOf(forbidden);
    missing = Set.copyOf(missing);
  }

  /** Those of an Envoy that is alone. */
  public Restrictions(Set<AdminAction> forbidden, Set<Statistic> missing) {
    this(forbidden, missing, false);
  }

  /** The same beside the process before it, or alone. */
  public Restrictions beside(boolean parent) {
    return new Restrictions(forbidden, missing, parent);
  }
}
