package io.ebbgate.sidecar.log;

/** Keys of log lines. */
public final class LogKeys {
  public static final String ACTION = "action";
  public static final String ADMIN = "admin";
  public static final String AT = "at";
  public static final String CAME = "came";
  public static final String CAUSE = "cause";
  public static final String CLOSED = "closed";
  public static final String CONTAINER = "container";
  public static final String CONTROL = "control";
  public static final String GRACE = "graceSeconds";
  public static final String HELD = "heldSeconds";
  public static final String HOOK = "hook";
  public static final String KEEP = "keepSeconds";
  public static final String LEFT = "left";
  public static final String LISTENER = "listener";
  public static final String LISTENER_DRAIN = "listenerDrain";
  public static final String OPEN = "open";
  public static final String PATH = "path";
  public static final String PHASE = "phase";
  public static final String PLAN = "plan";
  public static final String POD = "pod";
  public static final String NAMESPACE = "namespace";
  public static final String PROFILE = "profile";
  public static final String REGISTERED = "registered";
  public static final String RESULT = "result";
  public static final String SETTING = "setting";
  public static final String SIDECAR = "sidecar";
  public static final String SPREAD = "spreadSeconds";
  public static final String THREAD = "thread";
  public static final String VERSION = "version";

  private LogKeys() {}
}
