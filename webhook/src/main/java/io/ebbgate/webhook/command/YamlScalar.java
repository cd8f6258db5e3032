package io.ebbgate.webhook.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * What a scalar means to Kubernetes, which reads YAML with sigs.k8s.io/yaml over go-yaml v2: YAML
 * 1.1 with {@code y} and {@code on} but without base 60, and Go's numbers, so that {@code 0o644} is
 * 420 and {@code 08} is 8.
 *
 * @param tag what it is
 * @param value as JSON has it
 */
record YamlScalar(Tag tag, JsonNode value) {
  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");
  private static final Pattern BEYOND = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  /** Of a scalar without quotes or a tag. */
  private static final Tag PLAIN = new Tag("tag:ebbgate.io,2026:plain");

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Leaves plain scalars to this class: what SnakeYAML makes of them is not what Go does. */
  static final class Open extends Resolver {
    @Override
    public Tag resolve(NodeId kind, String value, boolean implicit) {
      return kind == NodeId.scalar && implicit ? PLAIN : super.resolve(kind, value, false);
    }
  }

  /** Empty where the text is not what its tag says. */
  static Optional<YamlScalar> of(Tag tag, String text) {
    if (tag.equals(Tag.BINARY)) {
      return binary(text);
    }
    boolean plain = tag.equals(PLAIN);
    boolean real = tag.equals(Tag.FLOAT);
    if (!plain && !real && !Set.of(Tag.BOOL, Tag.INT, Tag.NULL).contains(tag)) {
      return Optional.of(text(text));
    }
    YamlScalar found = plain(text);
    boolean fits = plain || found.tag.equals(tag) || (real && found.tag.equals(Tag.INT));
    return fits ? Optional.of(found) : Optional.empty();
  }

  /** A key whose value is merged into the mapping; in quotes it is a key as any other. */
  static boolean merges(ScalarNode key) {
    boolean open = key.getTag().equals(PLAIN) || key.getTag().equals(Tag.MERGE);
    return open && key.getValue().equals("<<");
  }

  private static YamlScalar plain(String text) {
    if (NOTHING.contains(text)) {
      return new YamlScalar(Tag.NULL, NODES.nullNode());
    }
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return new YamlScalar(Tag.BOOL, NODES.booleanNode(TRUE.contains(text)));
    }
    if (BEYOND.matcher(text).matches()) {
      return new YamlScalar(Tag.FLOAT, NODES.numberNode(beyond(text)));
    }
    return GoNumber.whole(text)
        .map(number -> new YamlScalar(Tag.INT, number))
        .or(() -> GoNumber.real(text).map(number -> new YamlScalar(Tag.FLOAT, number)))
        .orElseGet(() -> text(text));
  }

  private static double beyond(String text) {
    if (text.endsWith("n") || text.endsWith("N")) {
      return Double.NaN;
    }
    return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  private static YamlScalar text(String text) {
    return new YamlScalar(Tag.STR, NODES.textNode(text));
  }

  private static Optional<YamlScalar> binary(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text.replaceAll("[\\r\\n]", ""));
      return Optional.of(text(new String(bytes, UTF_8)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** JSON has no infinity and no NaN. */
  boolean inJson() {
    return !tag.equals(Tag.FLOAT) || Double.isFinite(value.doubleValue());
  }

  /** The key it is in JSON; empty where Kubernetes takes none. */
  Optional<String> key() {
    boolean none = tag.equals(Tag.NULL) || (tag.equals(Tag.INT) && !value.canConvertToLong());
    if (none) {
      return Optional.empty();
    }
    return Optional.of(tag.equals(Tag.FLOAT) ? GoNumber.name(value.doubleValue()) : value.asText());
  }
}
