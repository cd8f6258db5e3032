package io.ebbgate.system.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.ebbgate.system.architecture.Module.CERTS;
import static io.ebbgate.system.architecture.Module.CORE;
import static io.ebbgate.system.architecture.Module.DRAIN_SIDECAR;
import static io.ebbgate.system.architecture.Module.WEBHOOK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What modules may depend on; a permission that no class uses fails as well. */
class DirectionTest {
  private static final JavaClasses PROGRAMS = Module.programs();
  private static final String JSPECIFY = "org.jspecify..";
  private static final String BOUNCY_CASTLE = "org.bouncycastle..";

  /** Without its classes a rule about a module would hold trivially. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CHARTS")
  void everyModuleIsImported(Module module) {
    assertThat(PROGRAMS.that(resideInAPackage(module.packages()))).hasSizeGreaterThan(10);
  }

  /** A module with all that it may depend on. */
  static List<Arguments> dependencies() {
    return List.of(
        arguments(CORE, List.of("java..", JSPECIFY)),
        arguments(CERTS, List.of("java..", "javax.security.auth.x500..", BOUNCY_CASTLE, JSPECIFY)),
        arguments(
            DRAIN_SIDECAR,
            List.of(
                CORE.packages(),
                "java..",
                "com.fasterxml.jackson.core..",
                "io.prometheus.metrics..",
                JSPECIFY)));
  }

  @ParameterizedTest
  @MethodSource("dependencies")
  void dependsOnNothingElse(Module module, List<String> permitted) {
    String[] all =
        Stream.concat(Stream.of(module.packages()), permitted.stream()).toArray(String[]::new);

    classes()
        .that()
        .resideInAPackage(module.packages())
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(all)
        .check(PROGRAMS);
    assertThat(permitted).allMatch(target -> uses(module.packages(), target));
  }

  /** Packages with the only ones that may use them. */
  static List<Arguments> restricted() {
    return List.of(
        arguments(WEBHOOK.packages(), List.of(WEBHOOK.packages())),
        arguments(DRAIN_SIDECAR.packages(), List.of(DRAIN_SIDECAR.packages())),
        arguments(BOUNCY_CASTLE, List.of(CERTS.packages())),
        arguments("com.fasterxml.jackson.databind..", List.of(WEBHOOK.packages())),
        arguments("io.vertx..", List.of("io.ebbgate.webhook.http..")),
        arguments(
            "io.fabric8.kubernetes..",
            List.of(
                "io.ebbgate.webhook.cluster..",
                "io.ebbgate.webhook.observer..",
                "io.ebbgate.webhook.rollout..",
                "io.ebbgate.webhook.status..",
                "io.ebbgate.webhook.switchover..")),
        arguments("io.fabric8.zjsonpatch..", List.of("io.ebbgate.webhook.patch..")),
        arguments("picocli..", List.of("io.ebbgate.webhook.command..", "io.ebbgate.webhook")),
        // Not loaded unless traces are configured.
        arguments("io.opentelemetry..", List.of("io.ebbgate.webhook.trace..")));
  }

  @ParameterizedTest
  @MethodSource("restricted")
  void isUsedNowhereElse(String target, List<String> users) {
    noClasses()
        .that()
        .resideOutsideOfPackages(users.toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(target)
        .check(PROGRAMS);
    assertThat(users).allMatch(user -> uses(user, target));
  }

  @Test
  void coreDoesNoInputOrOutput() {
    noClasses()
        .that()
        .resideInAPackage(CORE.packages())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.io..", "java.net..", "java.nio.file..", "java.nio.channels..")
        .check(PROGRAMS);
  }

  @Test
  void bouncyCastleIsInNoPublicType() {
    noClasses()
        .that()
        .arePublic()
        .should()
        .dependOnClassesThat()
        .resideInAPackage(BOUNCY_CASTLE)
        .check(PROGRAMS);
  }

  private static boolean uses(String from, String target) {
    DescribedPredicate<JavaClass> wanted = resideInAnyPackage(target);
    return PROGRAMS.that(resideInAPackage(from)).stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .anyMatch(dependency -> wanted.test(dependency.getTargetClass()));
  }
}
