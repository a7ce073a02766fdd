package io.tidegauge.processor.window;

import java.util.Arrays;

/** A growing list of ints. */
final class IntList {

  private int[] items = new int[8];
  private int size;

  void add(int item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, size * 2);
    }
    items[size++] = item;
  }

  int get(int i) {
    return items[i];
  }

  int removeLast() {
    return items[--size];
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void clear() {
    size = 0;
  }

  /** Takes the first {@code count} items out. */
  void removeFirst(int count) {
    System.arraycopy(items, count, items, 0, size - count);
    size -= count;
  }
}
