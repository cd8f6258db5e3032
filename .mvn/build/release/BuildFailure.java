/** Ends a program of the build; its message is the sentence that the user reads. */
class BuildFailure extends RuntimeException {
  BuildFailure(String sentence) {
    super(sentence);
  }
}
