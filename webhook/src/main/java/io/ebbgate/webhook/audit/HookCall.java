package io.ebbgate.webhook.audit;

import java.util.List;
import java.util.Set;

/**
 * A call of Envoy's admin interface, or of an agent's.
 *
 * @param post whether its method is POST or PUT, or may be one
 */
record HookCall(String url, boolean post) {
  private static final Set<String> METHODS = Set.of("POST", "PUT");
  private static final List<String> METHOD_OPTIONS = List.of("--request", "--method");

  /** Curl's and wget's that send a body, by the beginning of their names. */
  private static final List<String> BODY_OPTIONS =
      List.of("--data", "--json", "--form", "--upload-file", "--post-data", "--post-file");

  /** Curl's short options that have a value, which the rest of the word may be. */
  private static final String VALUE_LETTERS = "ACDEFHKPQTUXYbcdehmortuwxyz";

  private static final String BODY_LETTERS = "dFT";

  /** Whether it is to this path. */
  boolean isTo(String path) {
    return url.contains(path);
  }

  /** The calls of a command, if it is curl or wget: one for each word that may be a URL. */
  static List<HookCall> in(HookCommand command) {
    boolean curl = command.program().equals("curl");
    if (!curl && !command.program().equals("wget")) {
      return List.of();
    }
    List<String> arguments = command.words().subList(1, command.words().size());
    boolean post = isPost(arguments, curl);
    return arguments.stream()
        .filter(word -> word.indexOf('/') >= 0)
        .map(url -> new HookCall(url, post))
        .toList();
  }

  /** Curl and wget send POST where there is a body and no option names the method. */
  private static boolean isPost(List<String> arguments, boolean curl) {
    String method = "";
    boolean body = false;
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      String next = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
      if (word.startsWith("$") && word.indexOf('/') < 0) {
        // Options that are not known.
        return true;
      }
      int letter = curl && !word.startsWith("--") && word.startsWith("-") ? valueLetter(word) : 0;
      if (METHOD_OPTIONS.contains(word)) {
        method = next;
      } else if (letter > 0 && word.charAt(letter) == 'X') {
        method = letter + 1 < word.length() ? word.substring(letter + 1) : next;
      } else if (letter > 0) {
        body |= BODY_LETTERS.indexOf(word.charAt(letter)) >= 0;
      } else {
        int equals = word.indexOf('=');
        method =
            equals > 0 && METHOD_OPTIONS.contains(word.substring(0, equals))
                ? word.substring(equals + 1)
                : method;
        body |= BODY_OPTIONS.stream().anyMatch(word::startsWith);
      }
    }
    return method.isEmpty() ? body : METHODS.contains(method) || method.indexOf('$') >= 0;
  }

  /** Where in a word of short options the first is that has a value; 0 if none has. */
  private static int valueLetter(String word) {
    for (int i = 1; i < word.length(); i++) {
      if (VALUE_LETTERS.indexOf(word.charAt(i)) >= 0) {
        return i;
      }
    }
    return 0;
  }
}
