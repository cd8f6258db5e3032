package io.ebbgate.system.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No regular expression reads what comes from outside: its steps can grow with the square of the
 * text. Only what the operator writes is read by some, in the classes named here.
 */
class OutsideTextTest {
  private static final JavaClasses PROGRAMS = Module.programs();

  /** Classes that may, and whose text it is; one that does not need it any more fails. */
  private static final Map<String, String> PERMITTED =
      Map.of(
          "io.ebbgate.webhook.ConfigText", "the webhook's configuration",
          "io.ebbgate.webhook.WebhookConfig", "the webhook's configuration",
          "io.ebbgate.webhook.command.InstallCommand", "the command line");

  private static final String EXPRESSIONS = "java.util.regex";

  /** Methods of text that take an expression; {@code replace} takes none. */
  private static final Set<String> METHODS = Set.of("matches", "replaceAll", "replaceFirst");

  /** A call of {@code split} with what it is given first, up to a comma or the end. */
  private static final Pattern SPLIT = Pattern.compile("\\.split(?:WithDelimiters)?\\(([^,)]*)");

  /** One character that means itself, perhaps after two backslashes. */
  private static final Pattern ONE_CHARACTER =
      Pattern.compile("\"(?:[^\\\\\\[\\](){}.*+?^$|]|\\\\\\\\[^A-Za-z0-9])\"?");

  @Test
  void noOtherClassUsesRegularExpressions() {
    Set<String> users = new TreeSet<>();
    PROGRAMS.stream()
        .filter(OutsideTextTest::usesExpressions)
        .forEach(type -> users.add(outermost(type)));

    assertThat(users).containsExactlyInAnyOrderElementsOf(new TreeSet<>(PERMITTED.keySet()));
  }

  private static boolean usesExpressions(JavaClass type) {
    boolean depends =
        type.getDirectDependenciesFromSelf().stream()
            .anyMatch(each -> each.getTargetClass().getPackageName().equals(EXPRESSIONS));
    return depends
        || Stream.concat(
                type.getMethodCallsFromSelf().stream(), type.getMethodReferencesFromSelf().stream())
            .map(JavaAccess::getTarget)
            .anyMatch(OutsideTextTest::takesAnExpression);
  }

  private static boolean takesAnExpression(AccessTarget target) {
    return target.getOwner().isEquivalentTo(String.class) && METHODS.contains(target.getName());
  }

  private static String outermost(JavaClass type) {
    int nested = type.getName().indexOf('$');
    return nested < 0 ? type.getName() : type.getName().substring(0, nested);
  }

  @Test
  void textIsSplitAtOneCharacterOnly() throws IOException {
    Map<String, List<String>> found = new TreeMap<>();
    for (Module module : Module.values()) {
      for (Path source : module.sources("main")) {
        List<String> others =
            SPLIT
                .matcher(Files.readString(source))
                .results()
                .map(call -> call.group(1))
                .filter(first -> !isOneCharacter(first))
                .toList();
        if (!others.isEmpty()) {
          found.put(source.getFileName().toString(), others);
        }
      }
    }

    assertThat(found).isEmpty();
  }

  /** A comma in the literal ends what {@link #SPLIT} found. */
  private static boolean isOneCharacter(String argument) {
    return argument.equals("\"") || ONE_CHARACTER.matcher(argument).matches();
  }
}
