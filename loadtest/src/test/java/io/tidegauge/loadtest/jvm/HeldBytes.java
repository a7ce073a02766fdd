package io.tidegauge.loadtest.jvm;

import java.io.IOException;

/** A program that holds some memory until its input ends. */
final class HeldBytes {

  static final int BYTES = 20 << 20;

  private HeldBytes() {}

  public static void main(String[] args) throws IOException {
    byte[] held = new byte[BYTES];
    System.out.println("holds");
    held[0] = (byte) System.in.read();
    System.out.println(held.length);
  }
}
