package io.ebbgate.tool.product;

/** Who drains a product's gateway. */
public enum Way {
  /** The product, in its own way. */
  OWN,
  /** Ebbgate, with a takeover where the product has a drain manager. */
  EBBGATE
}
