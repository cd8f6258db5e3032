package io.ebbgate.tool.node;

/** The two nodes; the API server and the tests are on the first. */
public enum NodeName {
  A("node-a", "198.51.100.10", "198.18.0.0/24"),
  B("node-b", "198.51.100.11", "198.18.1.0/24");

  /** The addresses of all pods. */
  static final String PODS = "198.18.0.0/16";

  /** The addresses of Services. */
  static final String SERVICES = "198.19.0.0/16";

  private final String name;
  private final String address;
  private final String pods;

  NodeName(String name, String address, String pods) {
    this.name = name;
    this.address = address;
    this.pods = pods;
  }

  /** Its name, in Kubernetes and of its end of the wire. */
  public String wireName() {
    return name;
  }

  public String address() {
    return address;
  }

  String pods() {
    return pods;
  }

  /** As the API server knows it. */
  String user() {
    return "system:node:" + name;
  }
}
