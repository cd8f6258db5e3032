/** Ends a program of the build; its message is the sentence that the user reads. */
class BuildFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  BuildFailure(String sentence) {
    super(sentence);
  }
}
