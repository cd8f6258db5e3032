package io.ebbgate.system.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Names of packages and classes, and cycles between packages. */
class NamesTest {
  private static final JavaClasses EVERYTHING = Module.everything();
  private static final String MEANINGLESS = "(?i).*(util|utils|common|impl|helper|helpers|manager)";

  @Test
  void everyPackageIsNullMarked() {
    Set<String> unmarked =
        EVERYTHING.stream()
            .map(JavaClass::getPackage)
            .filter(room -> !room.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .collect(toCollection(TreeSet::new));

    assertThat(unmarked).isEmpty();
  }

  @Test
  void noNameIsMeaningless() {
    Set<String> names =
        EVERYTHING.stream()
            .flatMap(type ->
                Stream.concat(
                    Stream.of(type.getPackageName().split("\\.")), Stream.of(type.getSimpleName())))
            .filter(name -> name.matches(MEANINGLESS))
            .collect(toSet());

    assertThat(names).isEmpty();
  }

  @Test
  void packagesOfProgramsHaveNoCycle() {
    slices().matching("io.ebbgate.(**)").should().beFreeOfCycles().check(Module.programs());
  }

  @Test
  void everyModuleHasItsOwnPackages() {
    noClasses()
        .should()
        .resideOutsideOfPackages(
            Stream.of(Module.values()).map(Module::packages).toArray(String[]::new))
        .check(EVERYTHING);
  }
}
