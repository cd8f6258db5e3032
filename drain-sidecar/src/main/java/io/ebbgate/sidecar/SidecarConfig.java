package io.ebbgate.sidecar;

import io.ebbgate.core.admission.SelectiveClose;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.config.HostPort;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.config.SettingType;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.core.contract.Ports;
import io.ebbgate.core.drain.PodTerms;
import io.ebbgate.core.verdict.VerdictFields;
import io.ebbgate.sidecar.http.Token;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sidecar's configuration, from environment variables that {@link Env} names. */
record SidecarConfig(
    List<SocketAddress> admin,
    InetSocketAddress hook,
    InetSocketAddress control,
    Token token,
    SidecarStyle style,
    PodTerms pod,
    SelectiveClose selectiveClose,
    String podName,
    String podNamespace,
    String profile,
    Optional<HostPort> observer,
    Path terminationLog,
    int messageLimit,
    Path stateDir) {

  private static final String DEFAULT_ADMIN = "127.0.0.1:9901";
  private static final String TOKEN_ALLOWED = "the pod's token, 8 to 512 visible ASCII characters";

  SidecarConfig {
    admin = List.copyOf(admin);
  }

  /** Reads the environment; the exception lists every mistake in it. */
  static SidecarConfig read(Map<String, String> environment) throws ConfigException {
    SettingReader reader = new SettingReader(environment);
    SidecarConfig config =
        new SidecarConfig(
            reader.value(
                Env.ADMIN, DEFAULT_ADMIN, SocketAddressText.ADMIN, SocketAddressText::admin),
            address(reader, Env.HOOK_ADDRESS, podAddress(reader)),
            address(reader, Env.CONTROL_ADDRESS, "127.0.0.1:" + Ports.CONTROL),
            token(reader),
            reader.value(
                Env.SIDECAR,
                SidecarStyle.NATIVE.wireName(),
                SidecarStyle.ALLOWED,
                SidecarStyle::named),
            PodTerms.read(reader),
            reader.value(
                Env.SELECTIVE_CLOSE,
                SelectiveClose.NOT_REQUESTED.wireName(),
                SelectiveClose.ALLOWED,
                SelectiveClose::named),
            reader.text(Env.POD_NAME, ""),
            reader.text(Env.POD_NAMESPACE, ""),
            reader.text(Env.PROFILE, ""),
            reader.optional(Env.OBSERVER_ADDRESS, SocketAddressText.HOST_AND_PORT, HostPort::parse),
            path(reader, Env.TERMINATION_LOG, Paths.TERMINATION_LOG),
            reader
                .value(
                    Env.MESSAGE_LIMIT,
                    Integer.toString(VerdictFields.LIMIT),
                    SettingType.COUNT.allowed(),
                    SettingType.COUNT.parser())
                .intValue(),
            path(reader, Env.STATE_DIR, Paths.STATE_DIR));
    reader.finish();
    return config;
  }

  /**
   * The hook listens on the pod's address, for the kubelet, or on all addresses if it is unknown.
   */
  private static String podAddress(SettingReader reader) {
    String ip = reader.text(Env.POD_IP, "0.0.0.0");
    return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + Ports.HOOK;
  }

  private static InetSocketAddress address(SettingReader reader, String name, String fallback) {
    String known =
        SocketAddressText.bound(fallback).isPresent() ? fallback : "0.0.0.0:" + Ports.HOOK;
    if (!known.equals(fallback)) {
      reader.problem(Env.POD_IP, '"' + reader.text(Env.POD_IP, "") + '"', "an IP address");
    }
    return reader.value(name, known, SocketAddressText.HOST_AND_PORT, SocketAddressText::bound);
  }

  /** Without a token, any pod of the cluster could drain this one. */
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
