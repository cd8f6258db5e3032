package io.ebbgate.sidecar.envoy;

import java.io.IOException;

/** What is kept of an answer about listeners, at most; a larger answer is refused. */
final class DumpBudget {
  /** The largest gateways known have some hundred. */
  static final int MOST_LISTENERS = 2000;

  /** HTTP stat prefixes of all listeners together. */
  static final int MOST_PREFIXES = 4000;

  /** Characters of all names together; a poll makes several times as many of them. */
  static final int MOST_CHARACTERS = 512 * 1024;

  /** Additional addresses of all listeners together. */
  static final int MOST_ADDRESSES = 4000;

  /** Characters of names of filter chains; more are read, but not kept. */
  static final int MOST_CHAIN_CHARACTERS = 32 * 1024;

  private int addresses;
  private int listeners;
  private int prefixes;
  private long characters;
  private int chainCharacters;

  /** Takes room for a listener with these names. */
  void listener(String... names) throws IOException {
    listeners++;
    check(listeners <= MOST_LISTENERS, MOST_LISTENERS + " listeners");
    for (String name : names) {
      characters(name);
    }
  }

  /** Takes room for one more address of a listener. */
  void address(String address) throws IOException {
    addresses++;
    check(addresses <= MOST_ADDRESSES, MOST_ADDRESSES + " additional addresses");
    characters(address);
  }

  /** Takes room for a stat prefix. */
  void prefix(String prefix) throws IOException {
    prefixes++;
    check(prefixes <= MOST_PREFIXES, MOST_PREFIXES + " HTTP stat prefixes");
    characters(prefix);
  }

  /** Takes room for a text beside a listener. */
  void text(String text) throws IOException {
    characters(text);
  }

  /** Takes room for the name of a filter chain; false, and it is not kept, where none is left. */
  boolean chain(String name) {
    boolean fits = chainCharacters + name.length() <= MOST_CHAIN_CHARACTERS;
    chainCharacters += fits ? name.length() : 0;
    return fits;
  }

  private void characters(String text) throws IOException {
    characters += text.length();
    check(characters <= MOST_CHARACTERS, MOST_CHARACTERS + " characters of names");
  }

  private static void check(boolean fits, String most) throws IOException {
    if (!fits) {
      throw new IOException("more than " + most);
    }
  }
}
