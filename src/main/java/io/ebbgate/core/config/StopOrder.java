package io.ebbgate.core.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The containers of a pod that stop after the gateway, in their order. */
public record StopOrder(List<Stop> stops) {
  public static final StopOrder NONE = new StopOrder(List.of());

  public static final String ALLOWED =
      "container names, each with the port or Unix socket it listens on, such as"
          + " policy-engine:9002,executor:/run/app/executor.sock";

  /** More than any pod has. */
  private static final int MOST = 1_000;

  /** The longest name of a container. */
  private static final int LONGEST_NAME = 63;

  /** Of a Unix socket's path, as the kernel has it. */
  private static final int LONGEST_PATH = 107;

  /** A container, and where one sees that it runs. */
  public record Stop(String container, Endpoint endpoint) {}

  /** Where a container listens. */
  public sealed interface Endpoint {
    /** On any address of the pod. */
    record Port(int number) implements Endpoint {}

    /** In a volume that the sidecar mounts too. */
    record Socket(String path) implements Endpoint {}
  }

  public StopOrder {
    stops = List.copyOf(stops);
  }

  /** The order that a text names; empty where it names none, or a container twice. */
  public static Optional<StopOrder> parse(String text) {
    List<Stop> stops = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int end = -1;
    while (!text.isEmpty() && end < text.length()) {
      int start = end + 1;
      int comma = text.indexOf(',', start);
      end = comma < 0 ? text.length() : comma;
      Optional<Stop> stop = stop(text.substring(start, end));
      if (stop.isEmpty() || stops.size() == MOST || !names.add(stop.get().container())) {
        return Optional.empty();
      }
      stops.add(stop.get());
    }
    return Optional.of(new StopOrder(stops));
  }

  private static Optional<Stop> stop(String text) {
    int colon = text.indexOf(':');
    String name = text.substring(0, Math.max(colon, 0));
    return isContainerName(name)
        ? endpoint(text.substring(colon + 1)).map(endpoint -> new Stop(name, endpoint))
        : Optional.empty();
  }

  private static Optional<Endpoint> endpoint(String text) {
    return text.startsWith("/")
        ? Optional.of(text)
            .filter(path -> SocketPath.isPath(path, LONGEST_PATH))
            .map(Endpoint.Socket::new)
        : HostPort.parsePort(text).filter(port -> port > 0).map(Endpoint.Port::new);
  }

  /** A DNS label (RFC 1123), as Kubernetes wants a container's name. */
  private static boolean isContainerName(String name) {
    return !name.isEmpty()
        && name.length() <= LONGEST_NAME
        && !name.startsWith("-")
        && !name.endsWith("-")
        && name.chars()
            .allMatch(each ->
                each == '-' || (each >= '0' && each <= '9') || (each >= 'a' && each <= 'z'));
  }
}
