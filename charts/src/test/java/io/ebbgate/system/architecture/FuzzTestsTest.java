package io.ebbgate.system.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import org.junit.jupiter.api.Test;

class FuzzTestsTest {
  private static final String SUFFIX = "FuzzTest";
  private static final String ANNOTATION = "com.code_intelligence.jazzer.junit.FuzzTest";

  /** Jazzer fuzzes the first method that a JVM runs, and skips the others. */
  @Test
  void areOneToAClassAndNamedSoThatEachIsFuzzed() {
    List<JavaClass> named =
        Module.everything().stream().filter(type -> type.getSimpleName().endsWith(SUFFIX)).toList();
    List<JavaClass> annotated =
        Module.everything().stream()
            .flatMap(type -> type.getMethods().stream())
            .filter(method -> method.isAnnotatedWith(ANNOTATION))
            .map(method -> method.getOwner())
            .toList();

    assertThat(annotated)
        .isNotEmpty()
        .extracting(JavaClass::getName)
        .containsExactlyInAnyOrderElementsOf(named.stream().map(JavaClass::getName).toList());
  }
}
