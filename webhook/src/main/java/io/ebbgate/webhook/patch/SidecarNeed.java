package io.ebbgate.webhook.patch;

import io.ebbgate.core.contract.SidecarResource;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** How much the sidecar takes of each resource, in thousandths of a processor and in bytes. */
enum SidecarNeed {
  /** A limit would throttle a drain, so it is well above what one takes. */
  CPU(SidecarResource.CPU_REQUEST, 10, 200),
  /** A request below its limit would be memory that the node may not have. */
  MEMORY(SidecarResource.MEMORY_REQUEST, 64 << 20, 64 << 20),
  /** Its log is all that it writes. */
  STORAGE(SidecarResource.EPHEMERAL_STORAGE_REQUEST, 16 << 20, 64 << 20);

  /** In thousandths: where a limit may not be above its request, this much is both. */
  private static final BigDecimal EQUAL_CPU = BigDecimal.valueOf(100);

  private static final BigDecimal MILLI = BigDecimal.valueOf(1_000);
  private static final BigDecimal MEBI = BigDecimal.valueOf(1 << 20);

  private final SidecarResource named;
  private final BigDecimal request;
  private final BigDecimal limit;

  SidecarNeed(SidecarResource named, long request, long limit) {
    this.named = named;
    this.request = BigDecimal.valueOf(request);
    this.limit = BigDecimal.valueOf(limit);
  }

  /** What its request is called. */
  SidecarResource named() {
    return named;
  }

  /** The smallest request. */
  BigDecimal request() {
    return request;
  }

  /** The limit, where nothing asks for a smaller one. */
  BigDecimal limit() {
    return limit;
  }

  /**
   * The limit where nothing asks for one but a bound.
   *
   * @param ratio the most that it may be of its request
   */
  BigDecimal limit(Optional<BigDecimal> ratio) {
    return this == CPU ? limit.min(EQUAL_CPU.multiply(ratio.orElse(limit))) : limit;
  }

  /** From a quantity's own unit. */
  BigDecimal units(BigDecimal quantity) {
    return this == CPU ? quantity.multiply(MILLI) : quantity;
  }

  /** As Kubernetes writes it, rounded up: {@code 50m}, {@code 64Mi}. */
  String text(BigDecimal units) {
    BigDecimal whole = units.setScale(0, RoundingMode.CEILING);
    if (this == CPU) {
      return whole.toPlainString() + "m";
    }
    BigDecimal[] mebibytes = whole.divideAndRemainder(MEBI);
    return mebibytes[1].signum() == 0 ? mebibytes[0].toPlainString() + "Mi" : whole.toPlainString();
  }
}
