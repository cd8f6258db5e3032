package io.ebbgate.system.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Names of packages and classes, words that are not used, and cycles between packages. */
class NamesTest {
  private static final JavaClasses EVERYTHING = Module.everything();
  private static final String MEANINGLESS = "(?i).*(util|utils|common|impl|helper|helpers|manager)";

  /** Names that no type has, and what is written instead; with a star, nor as part of a name. */
  private static final Map<String, String> TYPE_NAMES =
      table(
          """
          Wishes*     | RequestedOptions
          Asked       | EffectiveSettings
          Kept        | AllowedChanges
          Mark        | InjectionStatus
          Seal        | PatchInputs
          Likeness*   | DriftCheck
          Understanding* | SidecarEnvCheck
          Surplus     | Excess
          Foreknown*  | PendingSignals
          Resting*    | AfterDrain
          Asking*     | AdminActions
          Newcomers*  | RateLimiter
          Departing*  | ClosingConnections
          Departure*  | Termination, DeletedPod
          NowAndThen* | RateLimiter
          Place       | ObserverContext
          Parts       | ServeComponents
          Look        | Check, Poll
          Inquiry*    | Query
          Teller*     | DrainEventPublisher
          Telling*    | Report
          Shown       | ServingCertificate
          Held        | what is held
          Cut         | what is cut
          Piece       | Chunk
          Allowance   | Limit, Budget
          LastWord*   | TerminationMessage
          Watched     | PodHistory
          Callers     | Waiters
          Inbox       | Mailbox
          Moves       | Commands
          """);

  /** Words of no text, and what is written instead. */
  private static final Map<String, String> WORDS =
      table(
          """
          whoever            | the client, the operator
          nobody             | no client, no process
          somebody           | a client, an operator
          anybody            | any client, any user
          everybody          | every client, every user
          the one who writes | the leader
          the one that writes | the leader
          newcomer           | new connection, new pod
          newcomers          | new connections, new pods
          foreknown          | pending
          teller             | publisher
          departure          | termination, deleted pod
          departures         | terminations, deleted pods
          last word          | termination message, verdict
          last words         | termination message, verdict
          """);

  private static final String BLANKS = "[\\s*/#]+";

  /**
   * The words, also across the lines of a comment. In quotes {@code "nobody"} is a Unix user, and
   * {@code noBody} is a name.
   */
  private static final Pattern UNUSED =
      WORDS.keySet().stream()
          .map(words -> "(?i:%c)%s".formatted(words.charAt(0), words.substring(1)))
          .map(words -> words.replace(" ", BLANKS))
          .collect(
              collectingAndThen(
                  joining("|", "\\b(?!(?<=[\"'])nobody[\"'])(?:", ")\\b"), Pattern::compile));

  private static Map<String, String> table(String rows) {
    return rows.lines()
        .map(row -> row.split("\\|"))
        .collect(toMap(cells -> cells[0].strip(), cells -> cells[1].strip()));
  }

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
  void noTypeHasAHomeMadeName() {
    Set<String> found = new TreeSet<>();
    TYPE_NAMES.forEach((name, instead) -> {
      String unused = name.endsWith("*") ? ".*" + name.replace("*", "(?![a-z]).*") : name;
      EVERYTHING.stream()
          .filter(type -> type.getSimpleName().matches(unused))
          .forEach(type -> found.add(type.getName() + ": rather " + instead));
    });

    assertThat(found).isEmpty();
  }

  @Test
  void noTextHasAnUnusedWord() throws Exception {
    Set<String> found = new TreeSet<>();
    for (Path file : Module.texts()) {
      if (!file.endsWith("NamesTest.java")) {
        String text = Files.readString(file);
        // Its tables are of the names before.
        String prose = file.endsWith("CHANGELOG.md") ? text.replaceAll("(?m)^\\|.*", "") : text;
        UNUSED.matcher(prose).results().forEach(hit -> found.add(where(file, prose, hit)));
      }
    }

    assertThat(found).isEmpty();
  }

  private static String where(Path file, String text, MatchResult hit) {
    long line = 1 + text.substring(0, hit.start()).chars().filter(each -> each == '\n').count();
    String words = hit.group().replaceAll(BLANKS, " ").toLowerCase(Locale.ROOT);
    return "%s:%d: %s; rather %s".formatted(file, line, words, WORDS.get(words));
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
