package io.ebbgate.core.close;

import io.ebbgate.core.config.HostPort;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the connections of one listener are found.
 *
 * @param listener its name
 * @param addresses where it is bound
 * @param others addresses in {@code addresses} that belong to other listeners: the kernel gives a
 *     connection to the listener that is bound to its very address, and only then to one that is
 *     bound to all addresses
 * @param shared what else is hit, as it can't be told apart
 */
public record CloseTarget(
    String listener, List<HostPort> addresses, List<HostPort> others, SharedPort shared) {
  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::");

  public CloseTarget {
    addresses = List.copyOf(addresses);
    others = List.copyOf(others);
  }

  /** Of the versions of one listener, among all listeners. */
  static CloseTarget of(List<KnownListener> versions, List<KnownListener> all) {
    Set<HostPort> own = new LinkedHashSet<>();
    versions.forEach(version -> own.addAll(version.addresses()));
    String name = versions.getFirst().name();
    List<KnownListener> rest = all.stream().filter(each -> !each.name().equals(name)).toList();
    List<HostPort> others = new ArrayList<>();
    for (KnownListener other : rest) {
      other.addresses().stream()
          .filter(address -> !own.contains(address) && isWithin(address, own))
          .forEach(others::add);
    }
    return new CloseTarget(name, List.copyOf(own), others, SharedPort.of(versions, own, rest));
  }

  /** Whether a wildcard of its family and port is among these. */
  private static boolean isWithin(HostPort address, Set<HostPort> addresses) {
    boolean ipv6 = address.host().indexOf(':') >= 0;
    return !WILDCARDS.contains(address.host())
        && addresses.contains(new HostPort(ipv6 ? "::" : "0.0.0.0", address.port()));
  }
}
