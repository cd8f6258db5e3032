package io.ebbgate.webhook.manifest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Writes trees as kubectl prints them, so that JSON and any YAML parser read the same values. */
final class ManifestWriter {
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonMapper.builder().build().getFactory().setCharacterEscapes(new YamlEscapes()))
          .build();

  private static final ObjectWriter COMPACT = JSON.writer();
  private static final ObjectWriter INDENTED =
      JSON.writer(
          new DefaultPrettyPrinter(
                  Separators.createDefaultInstance()
                      .withObjectFieldValueSpacing(Spacing.AFTER)
                      .withObjectEmptySeparator("")
                      .withArrayEmptySeparator(""))
              .withObjectIndenter(new DefaultIndenter("  ", "\n"))
              .withArrayIndenter(new DefaultIndenter("  ", "\n")));
  private static final ObjectWriter YAML =
      new YAMLMapper(
              YAMLFactory.builder()
                  .stringQuotingChecker(new PlainScalars())
                  .enable(Feature.MINIMIZE_QUOTES)
                  .enable(Feature.LITERAL_BLOCK_STYLE)
                  .enable(Feature.ALLOW_LONG_KEYS)
                  .disable(Feature.SPLIT_LINES)
                  .disable(Feature.WRITE_DOC_START_MARKER)
                  .build())
          .writer();

  private ManifestWriter() {}

  /** Block style, keys in the tree's order, quotes only where a parser needs them. */
  static String yaml(JsonNode tree) {
    return write(YAML, tree);
  }

  /** JSON that is YAML in flow style too, in one line or indented. */
  static String json(JsonNode tree, boolean indented) {
    return write(indented ? INDENTED : COMPACT, tree);
  }

  private static String write(ObjectWriter writer, JsonNode tree) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = new Numbers(writer.createGenerator(text))) {
      writer.writeValue(generator, tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Writes exponents as people do, {@code 1e9} and not {@code 1E+9}. */
  private static final class Numbers extends JsonGeneratorDelegate {
    Numbers(JsonGenerator generator) {
      super(generator, false);
    }

    @Override
    public void writeNumber(BigDecimal number) throws IOException {
      delegate.writeNumber(number.toString().replace("E+", "e").replace('E', 'e'));
    }
  }

  /** Escapes what JSON allows in a string and YAML does not (YAML 1.2, 5.1). */
  private static final class YamlEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] escapes = standardAsciiEscapesForJSON();
      escapes[0x7f] = ESCAPE_STANDARD;
      return escapes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      // Characters beyond the basic plane come as two surrogates; an escape would part them.
      boolean escaped =
          !PlainScalars.isPrintable(character) && !Character.isSurrogate((char) character);
      return escaped ? new SerializedString("\\u%04x".formatted(character)) : null;
    }
  }
}
