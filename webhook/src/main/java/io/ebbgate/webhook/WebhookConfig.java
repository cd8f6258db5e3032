package io.ebbgate.webhook;

import static java.util.Objects.requireNonNull;

import io.ebbgate.core.admission.AdmissionPolicy;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.config.ConfigException;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Ports;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.WebhookEnv;
import io.ebbgate.core.drain.SettingsText;
import io.ebbgate.webhook.http.Listening;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Everything {@code serve} takes from its environment ({@link WebhookEnv} has the names). */
record WebhookConfig(
    Listening listening, Path tokenKey, AdmissionPolicy policy, Duration stopDelay) {

  private static final String ANY = "0.0.0.0:";
  private static final String ADDRESS =
      "an IP address and a port from 0 to 65535, such as 0.0.0.0:8443";
  private static final Pattern ADDRESS_FORM =
      Pattern.compile("(?:\\[([^\\]]+)]|([^:]+)):(\\d{1,5})");
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern IMAGE = Pattern.compile("[\\x21-\\x7e]{1,512}");

  WebhookConfig {
    requireNonNull(listening);
    requireNonNull(tokenKey);
    requireNonNull(policy);
    requireNonNull(stopDelay);
  }

  /** Reads the environment; throws with every mistake in it. */
  static WebhookConfig read(Map<String, String> environment) throws ConfigException {
    SettingReader reader = new SettingReader(environment);
    Listening listening =
        new Listening(
            address(reader, WebhookEnv.LISTEN, Ports.ADMISSION),
            address(reader, WebhookEnv.OPERATIONS_LISTEN, Ports.OPERATIONS),
            file(reader, WebhookEnv.TLS_CERT),
            file(reader, WebhookEnv.TLS_KEY));
    Path tokenKey = file(reader, WebhookEnv.TOKEN_KEY_FILE);
    AdmissionPolicy policy = policy(reader);
    Duration stopDelay = reader.duration(WebhookEnv.STOP_DELAY, "5s");
    reader.finish();
    return new WebhookConfig(listening, tokenKey, policy, stopDelay);
  }

  private static AdmissionPolicy policy(SettingReader reader) {
    return AdmissionPolicy.of(
        reader.value(WebhookEnv.NAMESPACE, "", "a namespace's name", WebhookConfig::namespace),
        reader.value(
            WebhookEnv.EXCLUDED_NAMESPACES,
            String.join(",", AdmissionPolicy.CLUSTER_NAMESPACES),
            "namespaces' names separated by commas",
            WebhookConfig::namespaces),
        reader.value(WebhookEnv.STRICT, "false", "true or false", WebhookConfig::truth),
        reader.value(WebhookEnv.MODE, Mode.AGENT.word(), Mode.ALLOWED, Mode::named),
        reader.value(
            WebhookEnv.SIDECAR_STYLE,
            SidecarStyle.NATIVE.word(),
            SidecarStyle.ALLOWED,
            SidecarStyle::named),
        image(reader),
        defaults(reader));
  }

  /** Only those that were given: what is built in may change with a version. */
  private static Map<Setting, String> defaults(SettingReader reader) {
    var _ = SettingsText.read(reader, WebhookEnv::defaultOf);
    Map<Setting, String> given = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      String value = reader.text(WebhookEnv.defaultOf(setting), "");
      if (!value.isEmpty()) {
        given.put(setting, value);
      }
    }
    return given;
  }

  private static String image(SettingReader reader) {
    String allowed = "an image's name, best with its digest";
    String given = reader.required(WebhookEnv.SIDECAR_IMAGE, allowed, "none");
    if (!IMAGE.matcher(given).matches()) {
      reader.problem(WebhookEnv.SIDECAR_IMAGE, '"' + given + '"', allowed);
    }
    return given;
  }

  private static Path file(SettingReader reader, String name) {
    String text = reader.required(name, "a file's path", "none");
    if (text.indexOf('\0') >= 0) {
      reader.problem(name, "a text with a zero", "a file's path");
      return Path.of("none");
    }
    return Path.of(text);
  }

  private static InetSocketAddress address(SettingReader reader, String name, int port) {
    return reader.value(name, ANY + port, ADDRESS, WebhookConfig::address);
  }

  private static Optional<InetSocketAddress> address(String text) {
    Matcher matcher = ADDRESS_FORM.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65_535) {
      return Optional.empty();
    }
    String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    try {
      int port = Integer.parseInt(matcher.group(3));
      return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(host), port));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> namespace(String text) {
    return text.isEmpty() || NAMESPACE.matcher(text).matches()
        ? Optional.of(text)
        : Optional.empty();
  }

  private static Optional<Set<String>> namespaces(String text) {
    Set<String> names =
        Arrays.stream(text.split(",", -1)).map(String::strip).collect(Collectors.toSet());
    boolean good = names.stream().allMatch(name -> NAMESPACE.matcher(name).matches());
    return good ? Optional.of(names) : Optional.empty();
  }

  private static Optional<Boolean> truth(String text) {
    return switch (text) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
