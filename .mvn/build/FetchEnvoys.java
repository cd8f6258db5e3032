import module java.base;

/** Installs Envoys of other versions than the newest, as {@link FetchWheel} does: {@code LOCKS TARGET VERSION...}. */
class FetchEnvoys {
  public static void main(String[] args) throws Exception {
    for (String version : Arrays.copyOfRange(args, 2, args.length)) {
      FetchWheel.main(new String[] {args[0] + "/" + version + ".lock", args[1] + "/" + version, "Envoy " + version});
    }
  }
}
