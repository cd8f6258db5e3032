package io.ebbgate.system.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dependencies between the packages of a module run one way. */
class RoomsTest {
  private static final JavaClasses PROGRAMS = Module.programs();

  /** Each package may use those before it; a dot is the module's root package. */
  @ParameterizedTest
  @CsvSource({
    "CORE,          lifecycle config contract verdict drain context close switchover admission"
        + " termination",
    "CERTS,         issue rotation dev",
    "WEBHOOK,       signal load profile patch review manifest audit metrics trace http cluster"
        + " observer status rollout switchover tls command .",
    "DRAIN_SIDECAR, log kernel report envoy watch drain metrics close http .",
  })
  void usesOnlyPackagesBeforeIt(Module module, String packages) {
    List<String> order = List.of(packages.split(" "));
    JavaClasses types = PROGRAMS.that(resideInAPackage(module.packages()));

    assertThat(types.stream().map(RoomsTest::room).collect(Collectors.toSet())).isSubsetOf(order);
    assertThat(
            types.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(each -> types.contain(each.getTargetClass().getName()))
                .filter(each ->
                    position(order, each.getTargetClass()) > position(order, each.getOriginClass()))
                .map(Dependency::getDescription))
        .isEmpty();
  }

  private static int position(List<String> order, JavaClass type) {
    return order.indexOf(room(type));
  }

  /** The package below the module's root package. */
  private static String room(JavaClass type) {
    String[] names = type.getPackageName().split("\\.", 4);
    return names.length > 3 ? names[3] : ".";
  }

  /** What runs or reads programs for tests knows nothing of the tests. */
  @Test
  void toolsUseNoTests() {
    noClasses()
        .that()
        .resideInAPackage("io.ebbgate.tool..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.ebbgate.system..")
        .check(Module.everything());
  }
}
