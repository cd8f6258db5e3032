package io.ebbgate.system.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.ebbgate.system.architecture.Module.CORE;
import static io.ebbgate.system.architecture.Module.DRAIN_SIDECAR;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.Date;
import org.junit.jupiter.api.Test;

/** What core and the sidecar do without, and that only few classes end the process. */
class PurityTest {
  private static final JavaClasses PROGRAMS = Module.programs();

  @Test
  void coreHasNoClock() {
    noClassOfCore()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(InstantSource.class, "system")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Clock.class)
        .check(PROGRAMS);
  }

  /** A clock that is set meanwhile must not keep clients out, nor let them in too early. */
  @Test
  void durationsOfSwitchoversAndClosesAreOfTheMonotonicClock() {
    noClasses()
        .that()
        .resideInAnyPackage("..switchover..", "..close..", "..kernel..")
        // An Event says when it was.
        .and()
        .doNotHaveSimpleName("SwitchoverEvents")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(InstantSource.class, "instant")
        .orShould()
        .callMethod(InstantSource.class, "millis")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Clock.class, LocalDateTime.class, Date.class)
        .check(PROGRAMS);
  }

  @Test
  void coreReadsNoEnvironment() {
    noClassOfCore()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class, String.class)
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Runtime.class, ProcessHandle.class, ProcessBuilder.class)
        .check(PROGRAMS);
  }

  @Test
  void coreHasNoThread() {
    noClassOfCore()
        .dependOnClassesThat()
        .belongToAnyOf(Thread.class, ThreadLocal.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.util.concurrent..")
        .check(PROGRAMS);
  }

  /** Its class calculates powers of five when it is loaded: 12 ms of the sidecar's start. */
  @Test
  void neitherCoreNorTheSidecarCalculatesWithBigDecimal() {
    noClasses()
        .that()
        .resideInAnyPackage(CORE.packages(), DRAIN_SIDECAR.packages())
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(BigDecimal.class)
        .orShould()
        .callMethod(Duration.class, "multipliedBy", long.class)
        .orShould()
        .callMethod(Duration.class, "dividedBy", long.class)
        .check(PROGRAMS);
  }

  /** The JDK's own limit of time ends with an answer's head. */
  @Test
  void onlyTimedAnswersAreWaitedFor() {
    noClasses()
        .should()
        .callMethod(HttpClient.class, "send", HttpRequest.class, HttpResponse.BodyHandler.class)
        .orShould()
        .callMethod(HttpRequest.Builder.class, "timeout", Duration.class)
        .check(PROGRAMS);
  }

  private static ClassesShould noClassOfCore() {
    return noClasses().that().resideInAPackage(CORE.packages()).should();
  }

  @Test
  void onlyAMainEndsTheProgram() {
    noClassButAny("Main")
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .check(PROGRAMS);
  }

  /** A JVM that is stopped by SIGTERM exits with 143; only halting changes the exit code. */
  @Test
  void onlyAShutdownHaltsTheProgram() {
    noClassButAny("Shutdown").callMethod(Runtime.class, "halt", int.class).check(PROGRAMS);
  }

  private static ClassesShould noClassButAny(String nameEnding) {
    return noClasses().that().haveSimpleNameNotEndingWith(nameEnding).should();
  }
}
