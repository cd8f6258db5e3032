package io.ebbgate.tool.cluster;

/**
 * A gateway that serves, for one scenario.
 *
 * @param address that clients call
 * @param watch of its pods
 * @param removal deletes it without a grace period
 */
public record RunningGateway(
    Gateway gateway, GatewayAddress address, PodWatch watch, Runnable removal)
    implements AutoCloseable {
  @Override
  public void close() {
    watch.close();
    removal.run();
  }
}
