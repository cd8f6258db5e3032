package io.ebbgate.webhook.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.webhook.cluster.ClusterException;
import io.ebbgate.webhook.cluster.ForbiddenException;
import io.ebbgate.webhook.cluster.RefusedException;
import io.ebbgate.webhook.rollout.ServiceAddresses.Candidate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds an address of the gateway that can be reached from here. */
final class TargetFinder {
  private static final Duration CONNECT = Duration.ofSeconds(3);

  private final WorkloadApi api;
  private final boolean tls;
  private final List<String> failed = new ArrayList<>();
  private List<Candidate> candidates = List.of();

  TargetFinder(WorkloadApi api, boolean tls) {
    this.api = api;
    this.tls = tls;
  }

  /**
   * The first address that takes a connection; empty where none does.
   *
   * @throws RefusedException where the choice is not clear
   */
  Optional<Candidate> find(TestedWorkload workload, TargetChoice choice)
      throws RefusedException, ClusterException, ForbiddenException {
    candidates = candidates(workload, choice);
    return candidates.stream().filter(this::isReachable).findFirst();
  }

  /**
   * Where clients of the gateway come in: the addresses of the target, and of each Service that
   * selects its pods, whichever is the target.
   */
  List<Candidate> entrances(TestedWorkload workload) throws ClusterException, ForbiddenException {
    List<Candidate> entrances = new ArrayList<>(candidates);
    for (JsonNode service : services(workload)) {
      JsonNode port = service.at("/spec/ports/0");
      entrances.addAll(named(service, ServiceAddresses.candidates(service, port, List.of())));
    }
    return entrances;
  }

  private List<JsonNode> services(TestedWorkload workload)
      throws ClusterException, ForbiddenException {
    return ServiceAddresses.of(api.services(workload.namespace()), workload.labels());
  }

  /** Why none could be reached, for a sentence. */
  String failures() {
    return failed.isEmpty() ? "it has no address" : String.join(", ", failed);
  }

  private List<Candidate> candidates(TestedWorkload workload, TargetChoice choice)
      throws RefusedException, ClusterException, ForbiddenException {
    return switch (choice) {
      case TargetChoice.Address(var address) ->
          List.of(new Candidate(address, "the given address", true));
      case TargetChoice.Service(String name, String port) ->
          ofService(
              api.services(workload.namespace()).stream()
                  .filter(each -> ServiceAddresses.name(each).equals(name))
                  .findFirst()
                  .orElseThrow(() ->
                      new RefusedException(
                          "There is no Service %s in namespace %s."
                              .formatted(name, workload.namespace()))),
              port);
      case TargetChoice.Default() -> ofService(only(workload), "");
    };
  }

  private JsonNode only(TestedWorkload workload)
      throws RefusedException, ClusterException, ForbiddenException {
    List<JsonNode> found = services(workload);
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw new RefusedException(
        found.isEmpty()
            ? "No Service selects the pods of %s; name an address by --target=HOST:PORT."
                .formatted(workload.title())
            : "Several Services select the pods of %s: %s. Name one by --service."
                .formatted(
                    workload.title(),
                    ServiceAddresses.joined(found.stream().map(ServiceAddresses::name))));
  }

  private List<Candidate> ofService(JsonNode service, String port)
      throws RefusedException, ClusterException {
    JsonNode chosen = ServiceAddresses.port(service, port, tls);
    List<JsonNode> nodes = chosen.path("nodePort").asInt() == 0 ? List.of() : api.nodes();
    return named(service, ServiceAddresses.candidates(service, chosen, nodes));
  }

  private static List<Candidate> named(JsonNode service, List<Candidate> addresses) {
    String of = " (service/" + ServiceAddresses.name(service) + ")";
    return addresses.stream()
        .map(each -> new Candidate(each.address(), each.source() + of, each.entrance()))
        .toList();
  }

  private boolean isReachable(Candidate candidate) {
    try (Socket socket = new Socket()) {
      socket.connect(resolved(candidate), (int) CONNECT.toMillis());
      return true;
    } catch (IOException e) {
      failed.add(candidate.address() + " (" + why(e) + ")");
      return false;
    }
  }

  static InetSocketAddress resolved(Candidate candidate) {
    return new InetSocketAddress(candidate.address().host(), candidate.address().port());
  }

  private static String why(IOException e) {
    return switch (e) {
      case SocketTimeoutException _ -> "no answer";
      case UnknownHostException _ -> "the name is unknown";
      default -> String.valueOf(e.getMessage());
    };
  }
}
