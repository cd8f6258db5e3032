package io.ebbgate.tool.cluster;

import io.ebbgate.webhook.load.Kind;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** A kind of gateway as people run it; its manifest is a file of the suite. */
public enum GatewayType implements GatewaySource {
  /** An Envoy of one's own, its admin interface on loopback. */
  PLAIN("plain.yaml", GatewayType.LOOPBACK + "9901}}", 8002, Entry.SERVICE),
  /** As Istio runs its gateways after injection: names, ports and settings are its own. */
  ISTIO("istio.yaml", GatewayType.LOOPBACK + "15000}}", 15_021, Entry.SERVICE),
  /** The admin interface on a Unix socket in a volume that containers share, as Contour has it. */
  SOCKET("socket.yaml", GatewayType.SOCKET_FILE, 8002, Entry.SERVICE),
  /** One on each node, reached at the node's own port. */
  HOST_PORT("host-port.yaml", GatewayType.LOOPBACK + "9901}}", 8002, Entry.NODE),
  /** One on each node, in the node's network. */
  HOST_NETWORK("host-network.yaml", GatewayType.LOOPBACK + "9901}}", 8002, Entry.SERVICE),
  /** What Ebbgate is compared with: no hook at all. */
  RIVAL_NONE("rival/none.yaml", GatewayType.LOOPBACK + "9901}}", 8002, Entry.SERVICE),
  RIVAL_SLEEP("rival/sleep.yaml", GatewayType.LOOPBACK + "9901}}", 8002, Entry.SERVICE),
  RIVAL_WSO2("rival/wso2.yaml", GatewayType.LOOPBACK + "9901}}", 8002, Entry.SERVICE),
  RIVAL_KGATEWAY("rival/kgateway.yaml", GatewayType.LOOPBACK + "9901}}", 8002, Entry.SERVICE),
  /** Envoy Gateway's shutdown manager, which has the ports built in. */
  RIVAL_ENVOY_GATEWAY(
      "rival/envoy-gateway.yaml", GatewayType.LOOPBACK + "19000}}", 19_003, Entry.SERVICE),
  /** Contour's shutdown manager, which wants a socket. */
  RIVAL_CONTOUR("rival/contour.yaml", GatewayType.SOCKET_FILE, 8002, Entry.SERVICE),
  /**
   * As WSO2's chart runs its gateway runtime: one container, whose script starts Envoy, a policy
   * engine and an executor, and gives Envoy an admin interface only where a variable says so.
   */
  WSO2("wso2.yaml", "wso2-envoy.yaml", "", 8443, Entry.SERVICE),
  /** The programs of such a runtime as containers of one pod, which have to stop in order. */
  ORDERED("ordered.yaml", "wso2-envoy.yaml", "", 8443, Entry.SERVICE);

  private static final String LOOPBACK = "{socket_address: {address: 127.0.0.1, port_value: ";
  private static final String SOCKET_FILE = "{pipe: {path: /admin/admin.sock}}";

  /** Where clients find it. */
  enum Entry {
    /** At the address of its Service. */
    SERVICE,
    /** At a node, with the ports that the pods have there. */
    NODE
  }

  private final String file;
  private final String configuration;
  private final String admin;
  private final int ready;
  private final Entry entry;

  GatewayType(String file, String admin, int ready, Entry entry) {
    this(file, "envoy.yaml", admin, ready, entry);
  }

  GatewayType(String file, String configuration, String admin, int ready, Entry entry) {
    this.file = file;
    this.configuration = configuration;
    this.admin = admin;
    this.ready = ready;
    this.entry = entry;
  }

  @Override
  public RunningGateway start(GatewaySite site) throws IOException, InterruptedException {
    return new GatewayNamespace(site, this).build();
  }

  /** The bootstrap of the suite has a port for each. */
  @Override
  public Set<Kind> kinds() {
    return EnumSet.allOf(Kind.class);
  }

  String file() {
    return file;
  }

  /** The file of Envoy's configuration. */
  String configuration() {
    return configuration;
  }

  /** Where Envoy's admin interface is, in Envoy's configuration. */
  String admin() {
    return admin;
  }

  /** The port of its readiness probe. */
  int ready() {
    return ready;
  }

  Entry entry() {
    return entry;
  }
}
