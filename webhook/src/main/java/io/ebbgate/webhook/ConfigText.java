package io.ebbgate.webhook;

import io.ebbgate.core.config.HostPort;
import io.ebbgate.core.config.SettingReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Parsers of the values in the webhook's environment. */
final class ConfigText {
  private static final String ANY = "0.0.0.0:";
  private static final String ADDRESS =
      "an IP address and a port from 0 to 65535, such as 0.0.0.0:8443";
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final String PATH = "a file's path";
  private static final String NAME = "an object's name";
  private static final Pattern NAME_FORM =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private ConfigText() {}

  static Path file(SettingReader reader, String name) {
    return path(reader, name, reader.required(name, PATH, "none"));
  }

  static Optional<Path> fileOrNone(SettingReader reader, String name) {
    return Optional.of(reader.text(name, ""))
        .filter(text -> !text.isEmpty())
        .map(text -> path(reader, name, text));
  }

  private static Path path(SettingReader reader, String name, String text) {
    if (text.indexOf('\0') >= 0) {
      reader.problem(name, "a text with a zero", PATH);
      return Path.of("none");
    }
    return Path.of(text);
  }

  /** The name of an object in the cluster. */
  static String name(SettingReader reader, String setting) {
    String text = reader.required(setting, NAME, "none");
    if (!NAME_FORM.matcher(text).matches()) {
      reader.problem(setting, '"' + text + '"', NAME);
    }
    return text;
  }

  /** Names of objects in the cluster, separated by commas, or nothing. */
  static Optional<List<String>> names(String text) {
    if (text.isEmpty()) {
      return Optional.of(List.of());
    }
    List<String> names = Arrays.stream(text.split(",", -1)).map(String::strip).distinct().toList();
    boolean good = names.stream().allMatch(name -> NAME_FORM.matcher(name).matches());
    return good ? Optional.of(names) : Optional.empty();
  }

  /** The name of an object in the cluster, or nothing. */
  static String nameOrNone(SettingReader reader, String setting) {
    return reader.value(
        setting,
        "",
        NAME,
        text ->
            text.isEmpty() || NAME_FORM.matcher(text).matches()
                ? Optional.of(text)
                : Optional.empty());
  }

  static InetSocketAddress address(SettingReader reader, String name, int port) {
    return reader.value(
        name, ANY + port, ADDRESS, text -> HostPort.parse(text).flatMap(ConfigText::literal));
  }

  /** Empty where the host is no IP address literal: a name is never resolved. */
  private static Optional<InetSocketAddress> literal(HostPort address) {
    try {
      return Optional.of(
          new InetSocketAddress(InetAddress.ofLiteral(address.host()), address.port()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  static Optional<String> namespace(String text) {
    return text.isEmpty() || NAMESPACE.matcher(text).matches()
        ? Optional.of(text)
        : Optional.empty();
  }

  static Optional<Set<String>> namespaces(String text) {
    Set<String> names =
        Arrays.stream(text.split(",", -1)).map(String::strip).collect(Collectors.toSet());
    boolean good = names.stream().allMatch(name -> NAMESPACE.matcher(name).matches());
    return good ? Optional.of(names) : Optional.empty();
  }
}
