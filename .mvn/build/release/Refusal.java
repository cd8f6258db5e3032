/** Something that this build can't do without; its message is the sentence that the user reads. */
class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  Refusal(String sentence) {
    super(sentence);
  }
}
