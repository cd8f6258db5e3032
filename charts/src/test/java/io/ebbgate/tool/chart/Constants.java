package io.ebbgate.tool.chart;

import java.lang.reflect.Field;
import java.util.LinkedHashSet;
import java.util.Set;

/** The texts that classes of names have as public constants, in the order of their source. */
public final class Constants {
  private Constants() {}

  public static Set<String> of(Class<?>... classes) throws IllegalAccessException {
    Set<String> texts = new LinkedHashSet<>();
    for (Class<?> each : classes) {
      for (Field field : each.getFields()) {
        if (field.get(null) instanceof String text) {
          texts.add(text);
        }
      }
    }
    return texts;
  }
}
