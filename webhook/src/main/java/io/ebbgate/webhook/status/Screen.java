package io.ebbgate.webhook.status;

import java.io.PrintStream;

/** Where facts are shown, one picture after the other. */
public interface Screen {
  /** Shows what is known now. */
  void show(Facts facts);

  /** A table, and another below it when something but the time is different. */
  static Screen plain(PrintStream out, PrintStream err, Scope scope, boolean all) {
    return new PlainScreen(out, new Complaints(err), scope, all);
  }

  /** A table that stays where it is, on a terminal. */
  static Screen live(PrintStream out, Scope scope, boolean all) {
    return new LiveScreen(out, scope, all);
  }

  /** One JSON document. */
  static Screen document(PrintStream out, PrintStream err) {
    Complaints complaints = new Complaints(err);
    return facts -> {
      complaints.say(facts.trouble());
      out.println(StatusJson.of(facts).toPrettyString());
    };
  }

  /** A JSON object in each line. */
  static Screen lines(PrintStream out, PrintStream err) {
    Complaints complaints = new Complaints(err);
    return facts -> {
      complaints.say(facts.trouble());
      out.println(StatusJson.of(facts));
    };
  }

  /** Nothing comes after what was shown. */
  default void end() {}
}
