import module java.base;

/** Runs other programs. */
class Commands {
  private Commands() {}

  /** Returns the output; fails with it if the exit code is not 0. */
  static String run(Path folder, List<String> command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    } catch (IOException missing) {
      throw new BuildFailure("Making images needs " + command.getFirst() + ", which is not on this machine.");
    }
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    if (exit != 0) {
      throw new BuildFailure(String.join(" ", command) + " ended with " + exit + ":\n" + output);
    }
    return output;
  }
}
