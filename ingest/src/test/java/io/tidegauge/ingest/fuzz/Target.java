package io.tidegauge.ingest.fuzz;

import java.util.List;

/**
 * A decoder that is fuzzed.
 *
 * @param name as the command knows it
 * @param seeds good bodies to begin with
 * @param decoder what takes a body
 */
record Target(String name, List<byte[]> seeds, Decoder decoder) {

  /** Takes a body; anything thrown is a finding. */
  @FunctionalInterface
  interface Decoder {
    Result decode(byte[] input) throws Exception;
  }

  /**
   * What became of a body.
   *
   * @param accepted samples
   * @param refused samples, or 1 for the whole
   * @param said why, without what differs from body to body; what is new here is followed up
   */
  record Result(long accepted, long refused, String said) {}

  @Override
  public String toString() {
    return name;
  }
}
