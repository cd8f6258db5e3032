package io.ebbgate.core.admission;

import io.ebbgate.core.config.ConfigProblem;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What several sources ask for: the first value that can be read is used.
 *
 * @param valid the source that is used; empty where the default is
 * @param invalid values of sources before it, which can't be read
 */
record RequestedValue(Optional<Source> valid, List<Invalid> invalid) {
  /**
   * A value that can't be read.
   *
   * @param problem a sentence
   * @param instead what is used in its place, a sentence
   */
  record Invalid(String problem, String instead) {
    static Invalid of(ConfigProblem problem, String instead) {
      return new Invalid(problem.sentence(), instead);
    }
  }

  /**
   * A value and where it stands.
   *
   * @param origin {@code pod}, {@code namespace}, {@code profile} or {@code chart}
   * @param name what it is called there, for messages
   * @param value empty where the source has none
   */
  record Source(String origin, String name, String value) {
    static Source ofPod(String annotation, PodFacts pod) {
      return new Source("pod", annotation, pod.annotations().getOrDefault(annotation, ""));
    }

    static Source ofNamespace(String annotation, NamespaceFacts namespace) {
      return new Source("namespace", namespace.nameOf(annotation), namespace.value(annotation));
    }

    /** Name, value and origin, {@code drain-timeout 90s from namespace}. */
    String text(String word) {
      return "%s %s from %s".formatted(word, value, origin);
    }

    private String used() {
      return "The %s's %s is used.".formatted(origin, value);
    }
  }

  /**
   * Chooses.
   *
   * @param sources in the order in which they are valid
   * @param allowed what may be written, for messages
   */
  static RequestedValue first(List<Source> sources, Predicate<String> accepts, String allowed) {
    List<Source> given = sources.stream().filter(each -> !each.value().isEmpty()).toList();
    Optional<Source> valid = given.stream().filter(each -> accepts.test(each.value())).findFirst();
    String instead = valid.map(Source::used).orElse("The default is used.");
    List<Invalid> invalid =
        given.stream()
            .takeWhile(each -> valid.filter(each::equals).isEmpty())
            .map(each -> new ConfigProblem(each.name(), '"' + each.value() + '"', allowed))
            .map(problem -> Invalid.of(problem, instead))
            .toList();
    return new RequestedValue(valid, invalid);
  }
}
