package io.ebbgate.system.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.ebbgate.system.architecture.Module.CERTS;
import static io.ebbgate.system.architecture.Module.CORE;
import static io.ebbgate.system.architecture.Module.DRAIN_SIDECAR;
import static io.ebbgate.system.architecture.Module.WEBHOOK;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may see whom. */
class DirectionTest {
  private static final JavaClasses PROGRAMS = Module.programs();
  private static final String JSPECIFY = "org.jspecify..";
  private static final String BOUNCY_CASTLE = "org.bouncycastle..";
  private static final String VERTX = "io.vertx..";
  private static final String FABRIC8 = "io.fabric8..";
  private static final String OPEN_TELEMETRY = "io.opentelemetry..";
  private static final String DATABIND = "com.fasterxml.jackson.databind..";

  /** Without its classes a rule about a module would hold by itself. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CHARTS")
  void everyProgramsClassesAreLookedAt(Module module) {
    assertThat(PROGRAMS.that(resideInAPackage(module.packages()))).hasSizeGreaterThan(10);
  }

  @Test
  void coreSeesTheJdkOnly() {
    classes()
        .that()
        .resideInAPackage(CORE.packages())
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(CORE.packages(), "java..", JSPECIFY)
        .check(PROGRAMS);
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
  void certsSeesBouncyCastleOnly() {
    classes()
        .that()
        .resideInAPackage(CERTS.packages())
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            CERTS.packages(), "java..", "javax.security.auth.x500..", BOUNCY_CASTLE, JSPECIFY)
        .check(PROGRAMS);
  }

  @Test
  void nobodySeesTheSidecar() {
    noClasses()
        .that()
        .resideOutsideOfPackage(DRAIN_SIDECAR.packages())
        .should()
        .dependOnClassesThat()
        .resideInAPackage(DRAIN_SIDECAR.packages())
        .check(PROGRAMS);
  }

  @Test
  void nobodySeesTheWebhook() {
    noClasses()
        .that()
        .resideOutsideOfPackage(WEBHOOK.packages())
        .should()
        .dependOnClassesThat()
        .resideInAPackage(WEBHOOK.packages())
        .check(PROGRAMS);
  }

  @Test
  void sidecarSeesCoreAndTwoSmallLibrariesOnly() {
    classes()
        .that()
        .resideInAPackage(DRAIN_SIDECAR.packages())
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            DRAIN_SIDECAR.packages(),
            CORE.packages(),
            "java..",
            "com.sun.net.httpserver..",
            "com.fasterxml.jackson.core..",
            "io.prometheus.metrics..",
            JSPECIFY)
        .check(PROGRAMS);
  }

  @Test
  void bouncyCastleStaysInCerts() {
    noClasses()
        .that()
        .resideOutsideOfPackage(CERTS.packages())
        .should()
        .dependOnClassesThat()
        .resideInAPackage(BOUNCY_CASTLE)
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

  @Test
  void vertxStaysWhereHttpIs() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.ebbgate.webhook.http..", "io.ebbgate.webhook")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(VERTX)
        .check(PROGRAMS);
  }

  @Test
  void fabric8StaysWhereTheClusterIs() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.ebbgate.webhook.observer..",
            "io.ebbgate.webhook.status..",
            "io.ebbgate.webhook.cluster..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(FABRIC8)
        .check(PROGRAMS);
  }

  /** Whoever is off must not load it. */
  @Test
  void openTelemetryStaysWhereTracesAreMade() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.ebbgate.webhook.trace..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(OPEN_TELEMETRY)
        .check(PROGRAMS);
  }

  @Test
  void databindStaysInTheWebhook() {
    noClasses()
        .that()
        .resideOutsideOfPackage(WEBHOOK.packages())
        .should()
        .dependOnClassesThat()
        .resideInAPackage(DATABIND)
        .check(PROGRAMS);
  }
}
