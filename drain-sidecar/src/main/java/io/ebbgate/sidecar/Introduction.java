package io.ebbgate.sidecar;

import io.ebbgate.sidecar.drain.JsonLog;
import io.ebbgate.sidecar.drain.LogKeys;
import io.ebbgate.sidecar.http.HttpPort;

/** The first line of the log: who this is, and where it listens. */
final class Introduction {
  private Introduction() {}

  static void say(
      String version, SidecarConfig config, HttpPort hook, HttpPort control, JsonLog log) {
    log.info(
        "ebbgate drain sidecar",
        LogKeys.VERSION,
        version,
        LogKeys.NAMESPACE,
        config.podNamespace(),
        LogKeys.POD,
        config.podName(),
        LogKeys.PROFILE,
        config.profile(),
        LogKeys.SIDECAR,
        config.stop().wireName(),
        LogKeys.ADMIN,
        config.admin(),
        LogKeys.HOOK,
        SocketText.of(hook.address()),
        LogKeys.CONTROL,
        SocketText.of(control.address()),
        LogKeys.GRACE,
        config.pod().grace());
    config.withoutEffect().stream()
        .sorted()
        .forEach(setting ->
            log.warn("this version does not act on it yet", LogKeys.SETTING, setting.wireName()));
  }
}
