package io.ebbgate.system.cluster;

/** A kind of gateway as people run it; its manifest is a file of the suite. */
public enum Shape {
  /** An Envoy of one's own, its admin interface on loopback. */
  PLAIN("plain.yaml", Shape.LOOPBACK.formatted(9901), "/ready", 8002),
  /** As Istio runs its gateways after injection: names, ports and settings are its own. */
  ISTIO("istio.yaml", Shape.LOOPBACK.formatted(15_000), "/healthz/ready", 15_021),
  /** The admin interface on a Unix socket in a volume that containers share, as Contour has it. */
  SOCKET("socket.yaml", "{pipe: {path: /admin/admin.sock}}", "/ready", 8002);

  private static final String LOOPBACK = "{socket_address: {address: 127.0.0.1, port_value: %d}}";

  private final String file;
  private final String admin;
  private final String path;
  private final int ready;

  Shape(String file, String admin, String path, int ready) {
    this.file = file;
    this.admin = admin;
    this.path = path;
    this.ready = ready;
  }

  String file() {
    return file;
  }

  /** Where Envoy's admin interface is, as Envoy is told. */
  String admin() {
    return admin;
  }

  /** What the readiness probe asks for. */
  String path() {
    return path;
  }

  /** Where it asks. */
  int ready() {
    return ready;
  }
}
