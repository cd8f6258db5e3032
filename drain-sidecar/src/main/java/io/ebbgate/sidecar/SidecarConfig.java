package io.ebbgate.sidecar;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Ports;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.drain.PodTerms;
import io.ebbgate.sidecar.drain.StopKind;
import io.ebbgate.sidecar.http.Token;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Everything the sidecar takes from its environment ({@link Env} has the names). */
record SidecarConfig(
    List<SocketAddress> admin,
    InetSocketAddress hook,
    InetSocketAddress control,
    Token token,
    StopKind stop,
    PodTerms pod,
    String podName,
    String podNamespace,
    String profile,
    Path terminationLog,
    Path stateDir,
    Set<Setting> withoutEffect) {

  /** What is read and checked, but not acted on by this version. */
  private static final Set<Setting> NOT_YET =
      Set.of(Setting.FORCE_CLOSE, Setting.SPREAD, Setting.STOP_ORDER);

  private static final String DEFAULT_ADMIN = "127.0.0.1:9901";
  private static final String TOKEN_ALLOWED = "the pod's token, 8 to 512 visible ASCII characters";

  SidecarConfig {
    admin = List.copyOf(admin);
    requireNonNull(hook);
    requireNonNull(control);
    requireNonNull(token);
    requireNonNull(stop);
    requireNonNull(pod);
    requireNonNull(podName);
    requireNonNull(podNamespace);
    requireNonNull(profile);
    requireNonNull(terminationLog);
    requireNonNull(stateDir);
    withoutEffect = Set.copyOf(withoutEffect);
  }

  /** Reads the environment; throws with every mistake in it. */
  static SidecarConfig read(Map<String, String> environment) throws ConfigException {
    SettingReader reader = new SettingReader(environment);
    List<SocketAddress> admin =
        reader.value(Env.ADMIN, DEFAULT_ADMIN, SocketText.ADMIN, SocketText::admin);
    InetSocketAddress hook = address(reader, Env.HOOK_ADDRESS, podAddress(reader));
    InetSocketAddress control = address(reader, Env.CONTROL_ADDRESS, "127.0.0.1:" + Ports.CONTROL);
    Token token = token(reader);
    StopKind stop =
        reader.value(Env.SIDECAR, StopKind.NATIVE.wireName(), StopKind.ALLOWED, StopKind::named);
    PodTerms pod = PodTerms.read(reader);
    Path terminationLog = path(reader, Env.TERMINATION_LOG, Paths.TERMINATION_LOG);
    Path stateDir = path(reader, Env.STATE_DIR, Paths.STATE_DIR);
    reader.finish();
    return new SidecarConfig(
        admin,
        hook,
        control,
        token,
        stop,
        pod,
        reader.text(Env.POD_NAME, ""),
        reader.text(Env.POD_NAMESPACE, ""),
        reader.text(Env.PROFILE, ""),
        terminationLog,
        stateDir,
        withoutEffect(reader));
  }

  private static Set<Setting> withoutEffect(SettingReader reader) {
    return NOT_YET.stream()
        .filter(
            setting -> !reader.text(setting.env(), setting.fallback()).equals(setting.fallback()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The hook is open to the node, so it listens on the pod's address where that is known. */
  private static String podAddress(SettingReader reader) {
    String ip = reader.text(Env.POD_IP, "0.0.0.0");
    return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + Ports.HOOK;
  }

  private static InetSocketAddress address(SettingReader reader, String name, String fallback) {
    String known = SocketText.bound(fallback).isPresent() ? fallback : "0.0.0.0:" + Ports.HOOK;
    if (!known.equals(fallback)) {
      reader.problem(Env.POD_IP, '"' + reader.text(Env.POD_IP, "") + '"', "an IP address");
    }
    return reader.value(name, known, SocketText.HOST_AND_PORT, SocketText::bound);
  }

  /** A hook without a token would let anybody in the cluster drain the pod. */
  private static Token token(SettingReader reader) {
    String text = reader.required(Env.TOKEN, TOKEN_ALLOWED, Token.STAND_IN);
    return Token.of(text)
        .orElseGet(() -> {
          reader.problem(Env.TOKEN, "none (its value is not shown)", TOKEN_ALLOWED);
          return Token.of(Token.STAND_IN).orElseThrow();
        });
  }

  private static Path path(SettingReader reader, String name, String fallback) {
    return reader.value(
        name,
        fallback,
        "an absolute path",
        text ->
            text.startsWith("/") && text.indexOf('\0') < 0
                ? Optional.of(Path.of(text))
                : Optional.empty());
  }
}
