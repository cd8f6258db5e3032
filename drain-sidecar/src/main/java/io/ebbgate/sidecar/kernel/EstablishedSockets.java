package io.ebbgate.sidecar.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The established connections of chosen listeners at one moment, each with what names it. What is
 * idle comes first, the longest idle of all first; what works comes last.
 */
public final class EstablishedSockets implements DiagAnswer.Visitor {
  /**
   * More are counted, but not held: those are there when others are closed. One that works gives
   * its place to an idle one, which is closed before it. 0.5 MiB.
   */
  static final int MOST = 8_192;

  private static final int LEAST = 64;

  /** Positions take the lowest bits of a key, idle times those above, work the highest. */
  private static final int POSITION_BITS = 13;

  private static final long MOST_IDLE = (1L << 40) - 1;
  private static final long WORKS = 1L << 60;

  private final ListenerFilter filter;
  private byte[] ids = new byte[LEAST * DiagRequest.SOCKET_ID];
  private byte[] families = new byte[LEAST];
  private long[] keys = new long[LEAST];
  private int held;
  private int givesWay;
  private long open;
  private long working;

  EstablishedSockets(ListenerFilter filter) {
    this.filter = filter;
  }

  /** Of those that are {@link #add}ed. */
  EstablishedSockets() {
    this(new ListenerFilter(List.of()));
  }

  /**
   * One of them.
   *
   * @param works as far as one look at it could tell
   */
  record Each(EstablishedSockets all, int position, boolean works) {
    void write(DiagRequest request, boolean acknowledged) {
      request.destroy(
          acknowledged, all.families[position], all.ids, position * DiagRequest.SOCKET_ID);
    }
  }

  /** How many there are. */
  public long open() {
    return open;
  }

  /** How many of them wait for an answer. */
  public long working() {
    return working;
  }

  @Override
  public void visit(DiagSocket socket) {
    if (filter.matches(
        socket.family(), socket.localHigh(), socket.localLow(), socket.localPort())) {
      add(socket);
    }
  }

  /** Adds this one. */
  void add(DiagSocket socket) {
    open++;
    boolean works = socket.works();
    working += works ? 1 : 0;
    int position = works && held == MOST ? MOST : position();
    if (position == MOST) {
      return;
    }
    socket.copyId(ids, position * DiagRequest.SOCKET_ID);
    families[position] = (byte) socket.family();
    keys[position] =
        (works ? WORKS : 0)
            | ((MOST_IDLE - Math.min(socket.idle(), MOST_IDLE)) << POSITION_BITS)
            | position;
  }

  /** A free one, or else that of one that works; {@link #MOST} if there is none. */
  private int position() {
    if (held < MOST) {
      if (held == keys.length) {
        grow();
      }
      return held++;
    }
    while (givesWay < MOST && keys[givesWay] < WORKS) {
      givesWay++;
    }
    return givesWay;
  }

  private void grow() {
    int wanted = Math.min(2 * keys.length, MOST);
    ids = Arrays.copyOf(ids, wanted * DiagRequest.SOCKET_ID);
    families = Arrays.copyOf(families, wanted);
    keys = Arrays.copyOf(keys, wanted);
  }

  /** The first of them in their order, at most so many. */
  List<Each> first(long most) {
    long[] ordered = Arrays.copyOf(keys, held);
    Arrays.sort(ordered);
    List<Each> first = new ArrayList<>();
    for (int i = 0; i < Math.min(held, most); i++) {
      int position = (int) ordered[i] & (MOST - 1);
      first.add(new Each(this, position, ordered[i] >= WORKS));
    }
    return first;
  }
}
