package io.ebbgate.webhook.audit;

import java.util.ArrayList;
import java.util.List;

/** The audit of one gateway: a pure function of what is known of it. */
public final class AuditRules {
  private AuditRules() {}

  /** A gateway with its result. */
  public static AuditedGateway audit(Gateway gateway) {
    List<Finding> findings = new ArrayList<>();
    List<AuditedGateway.Unknown> unknown = new ArrayList<>();
    for (Check check : Check.values()) {
      switch (check(check, gateway)) {
        case CheckResult.Passed _ -> {}
        case CheckResult.Found(List<Observation> evidence) ->
            findings.add(new Finding(check, evidence));
        case CheckResult.Unknown(String why) -> unknown.add(new AuditedGateway.Unknown(check, why));
      }
    }
    return new AuditedGateway(gateway, DrainToday.of(gateway), findings, unknown);
  }

  private static CheckResult check(Check check, Gateway gateway) {
    return switch (check) {
      case NO_HOOK -> HookChecks.noHook(gateway);
      case GET_HOOK -> HookChecks.getHook(gateway);
      case HOOK_PORT -> HookChecks.port(gateway);
      case HOOK_PROGRAM -> HookChecks.program(gateway);
      case HOOK_HOST_NETWORK -> HookChecks.hostNetwork(gateway);
      case HOOK_SOCKET -> HookChecks.socket(gateway);
      case ADMIN_OFF -> HookChecks.adminOff(gateway);
      case ADMIN_PATHS -> HookChecks.adminPaths(gateway);
      case NO_ANNOUNCEMENT -> AnnouncementChecks.none(gateway);
      case GRADUAL_STRATEGY -> AnnouncementChecks.gradual(gateway);
      case READINESS_FIRST -> AnnouncementChecks.readinessFirst(gateway);
      case SLEEP_OVER_GRACE -> TimeChecks.sleepOverGrace(gateway);
      case FIXED_DRAIN -> TimeChecks.fixedDrain(gateway);
      case WORK_OVER_DRAIN -> TimeChecks.workOverDrain(gateway);
      case UPDATE_DRAIN_TIME -> TimeChecks.updateDrainTime(gateway);
      case SINGLE_REPLICA -> RolloutChecks.singleReplica(gateway);
      case BUDGET_BLOCKS -> RolloutChecks.budget(gateway);
      case HOST_PORT -> RolloutChecks.hostPort(gateway);
      case OWN_WARNING -> RolloutChecks.warnings(gateway);
    };
  }
}
