package io.ebbgate.webhook;

import com.fasterxml.jackson.core.JsonStreamContext;
import io.ebbgate.core.contract.LogLine;
import net.logstash.logback.fieldnames.LogstashFieldNames;
import net.logstash.logback.mask.ValueMasker;
import org.jspecify.annotations.Nullable;

/** Cuts texts to what a line of the log can hold; logback.xml names it. */
public final class LongTexts implements ValueMasker {
  private static final String STACK = new LogstashFieldNames().getStackTrace();

  /** Nothing where a value is to be left as it is. */
  @Override
  public @Nullable Object mask(JsonStreamContext context, @Nullable Object value) {
    if (!(value instanceof String text)) {
      return null;
    }
    boolean stack = STACK.equals(context.getCurrentName());
    String cut = LogLine.cut(text, stack ? LogLine.STACK : LogLine.TEXT);
    return cut.equals(text) ? null : cut;
  }
}
