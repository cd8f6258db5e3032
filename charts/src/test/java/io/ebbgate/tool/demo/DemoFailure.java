package io.ebbgate.tool.demo;

/** The demo could not be carried out; the message is one sentence. */
public final class DemoFailure extends Exception {
  private static final long serialVersionUID = 1L;

  DemoFailure(String sentence) {
    super(sentence);
  }

  DemoFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
