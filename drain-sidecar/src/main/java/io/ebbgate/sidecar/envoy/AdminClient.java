package io.ebbgate.sidecar.envoy;

import io.ebbgate.core.lifecycle.Ticker;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

/**
 * A small HTTP/1.1 client: one connection per call, because a draining Envoy closes its admin
 * connections too, and one time limit per call.
 *
 * @param addresses of one Envoy, tried in order until one takes the connection
 */
public record AdminClient(List<SocketAddress> addresses, Ticker ticker) implements EnvoyAdmin {
  public AdminClient {
    addresses = List.copyOf(addresses);
  }

  @Override
  public <T> AdminResult<T> call(AdminCall<T> call) {
    long end = ticker.nanos() + call.limit().toNanos();
    AdminResult<T> result = new AdminResult.ConnectionRefused<>();
    for (SocketAddress address : addresses) {
      result = call(call, address, end);
      if (!(result instanceof AdminResult.ConnectionRefused<T>)) {
        return result;
      }
    }
    return result;
  }

  private <T> AdminResult<T> call(AdminCall<T> call, SocketAddress address, long end) {
    try (TimedChannel channel = new TimedChannel(address, ticker, end, call.abandoned())) {
      return exchange(call, channel);
    } catch (TimedChannel.LimitException _) {
      return new AdminResult.TimedOut<>();
    } catch (ConnectException _) {
      return new AdminResult.ConnectionRefused<>();
    } catch (IOException e) {
      return absent(address) ? new AdminResult.ConnectionRefused<>() : broken(e);
    } catch (RuntimeException e) {
      return new AdminResult.Broken<>(e.getClass().getSimpleName());
    }
  }

  private static <T> AdminResult<T> exchange(AdminCall<T> call, TimedChannel channel)
      throws IOException {
    String head =
        "%s %s HTTP/1.1\r\nHost: envoy-admin\r\nAccept: application/json\r\n%sConnection: close\r\n\r\n"
            .formatted(
                call.changes() ? "POST" : "GET",
                call.target(),
                call.changes() ? "Content-Length: 0\r\n" : "");
    channel.write(head.getBytes(StandardCharsets.ISO_8859_1));
    try (AdminResponse response = AdminResponse.read(channel)) {
      return response.status() == 200
          ? new AdminResult.Answered<>(call.reader().read(response))
          : new AdminResult.Status<>(response.status());
    }
  }

  private static <T> AdminResult<T> broken(IOException e) {
    // Only messages of ours: a parser's quotes the answer, which may contain secrets.
    String cause =
        e.getClass() == IOException.class || e instanceof java.io.EOFException
            ? String.valueOf(e.getMessage())
            : e.getClass().getSimpleName();
    return new AdminResult.Broken<>(cause);
  }

  private static boolean absent(SocketAddress address) {
    return address instanceof UnixDomainSocketAddress unix && !Files.exists(unix.getPath());
  }
}
