package io.ebbgate.webhook.rollout;

import io.ebbgate.core.config.DurationText;
import io.ebbgate.webhook.audit.AuditedGateway;
import io.ebbgate.webhook.load.Kind;
import io.ebbgate.webhook.load.LoadPlan;
import io.ebbgate.webhook.load.Requests;
import io.ebbgate.webhook.rollout.ServiceAddresses.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a test is about to do.
 *
 * @param signs of production
 * @param pods that serve now
 */
record TestPlan(
    TestedWorkload workload,
    String context,
    Candidate target,
    TestOptions options,
    List<ProductionSign> signs,
    int pods,
    Optional<AuditedGateway> audited) {
  TestPlan {
    signs = List.copyOf(signs);
  }

  Requests requests() {
    return options.load().requests(target.address());
  }

  /** For the user, before anything is done. */
  List<String> lines() {
    LoadOptions load = options.load();
    Requests requests = requests();
    List<String> lines = new ArrayList<>();
    lines.add(
        "This replaces the pods of %s in namespace %s%s while clients use it:"
            .formatted(
                workload.title(),
                workload.namespace(),
                context.isEmpty() ? "" : " of context " + context));
    lines.add("  target    %s, %s".formatted(target.address(), target.source()));
    LoadPlan groups = load.plan();
    lines.add(
        "  clients   %.0f requests a second on %d connections%s: %s"
            .formatted(
                groups.perSecond(), groups.clients(), load.tls() ? " with TLS" : "", load.names()));
    lines.add("  requests  " + sentence(requests));
    lines.add(
        "  before    %s without a change, in which nothing may be lost"
            .formatted(DurationText.format(options.baseline())));
    lines.add("  then      " + replacement());
    audited.ifPresent(each -> lines.add("  drain     " + each.drain()));
    if (pods == 1) {
      lines.add("  note      there is one pod: until another is ready, clients may have none");
    }
    signs.forEach(sign -> lines.add("  looks like production: " + sign.clause()));
    return lines;
  }

  private String sentence(Requests requests) {
    StringBuilder line =
        new StringBuilder(
            "GET %s of host %s".formatted(requests.path(Kind.KEEP_ALIVE), requests.host()));
    if (options.load().kinds().contains(Kind.LONG_ANSWER)) {
      line.append(", long answers of ").append(requests.path(Kind.LONG_ANSWER));
    }
    if (options.load().kinds().contains(Kind.WEBSOCKET)) {
      line.append(
          ", %d WebSockets of %s at %s"
              .formatted(
                  options.load().sessions(),
                  DurationText.format(options.load().session()),
                  requests.path(Kind.WEBSOCKET)));
    }
    return line.toString();
  }

  private String replacement() {
    String most = ", for at most " + DurationText.format(options.deadline());
    return switch (options.method()) {
      case RESTART ->
          "%d pods are replaced by the workload's own strategy, as kubectl rollout restart does%s"
              .formatted(pods, most);
      case DELETE_ALL ->
          "all %d pods are deleted at once, whatever disruption budgets allow%s"
              .formatted(pods, most);
    };
  }
}
