package io.ebbgate.core.drain;

import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.config.HostPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lists of probes ({@code 8080@10s,15021@15s}) and of ports ({@code 15021,15090}). */
public final class ProbeText {
  public static final String ALLOWED = "port@period pairs such as 8080@10s,15021@15s";
  public static final String PORTS_ALLOWED = "ports such as 15021,15090";

  private ProbeText() {}

  /** The probes, or empty where the text is no such list. */
  public static Optional<List<Probe>> probes(String text) {
    List<Probe> probes = new ArrayList<>();
    for (String part : parts(text)) {
      int at = part.indexOf('@');
      Optional<Integer> port = port(at < 0 ? "" : part.substring(0, at));
      Optional<Duration> period =
          DurationText.parse(part.substring(at + 1)).filter(Duration::isPositive);
      if (port.isEmpty() || period.isEmpty()) {
        return Optional.empty();
      }
      probes.add(new Probe(port.get(), period.get()));
    }
    return Optional.of(List.copyOf(probes));
  }

  /** The ports, or empty where the text is no such list. */
  public static Optional<Set<Integer>> ports(String text) {
    Set<Integer> ports = new HashSet<>();
    for (String part : parts(text)) {
      Optional<Integer> port = port(part);
      if (port.isEmpty()) {
        return Optional.empty();
      }
      ports.add(port.get());
    }
    return Optional.of(Set.copyOf(ports));
  }

  private static List<String> parts(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
  }

  private static Optional<Integer> port(String text) {
    return HostPort.parsePort(text).filter(port -> port > 0);
  }
}
