import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs other programs. */
class Commands {
  private Commands() {}

  /** What it prints; a refusal with its words if it fails. */
  static String run(Path folder, List<String> command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    } catch (IOException missing) {
      throw new Refusal("Making images needs " + command.getFirst() + ", which is not on this machine.");
    }
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    if (exit != 0) {
      throw new Refusal(String.join(" ", command) + " ended with " + exit + ":\n" + said);
    }
    return said;
  }
}
