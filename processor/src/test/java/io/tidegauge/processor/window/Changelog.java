package io.tidegauge.processor.window;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A changelog. */
final class Changelog {

  /** One entry; null removes. */
  record Entry(byte[] key, byte @Nullable [] value) {}

  private final List<Entry> log = new ArrayList<>();

  void put(byte[] key, byte @Nullable [] value) {
    log.add(new Entry(key, value));
  }

  /** All that was written. */
  List<Entry> all() {
    return log;
  }

  /** As compaction leaves it in the end: the last value of each key, in the order of writing. */
  List<Entry> entries() {
    Map<ByteBuffer, Entry> last = new LinkedHashMap<>();
    for (Entry entry : log) {
      last.remove(ByteBuffer.wrap(entry.key()));
      if (entry.value() != null) {
        last.put(ByteBuffer.wrap(entry.key()), entry);
      }
    }
    return List.copyOf(last.values());
  }

  /**
   * As compaction leaves it on the way: of the entries that a key had before its last, some; what
   * removes a key is there at least as long as one of them.
   */
  List<Entry> entries(Random random) {
    int gone = random.nextInt(5);
    Map<ByteBuffer, Entry> last = new HashMap<>();
    log.forEach(entry -> last.put(ByteBuffer.wrap(entry.key()), entry));
    Map<ByteBuffer, Boolean> hasOlder = new HashMap<>();
    List<Entry> left = new ArrayList<>();
    for (Entry entry : log) {
      ByteBuffer key = ByteBuffer.wrap(entry.key());
      boolean isLast = last.get(key) == entry;
      boolean stays =
          isLast
              ? entry.value() != null || hasOlder.containsKey(key) || random.nextBoolean()
              : random.nextInt(4) >= gone;
      if (stays) {
        hasOlder.put(key, true);
        left.add(entry);
      }
    }
    return left;
  }

  /** Entries of series and windows. */
  List<Byte> seriesEntries() {
    List<Byte> tags = new ArrayList<>();
    for (Entry entry : entries()) {
      byte tag = entry.key()[0];
      if (tag == StateKeys.HEAD
          || tag == StateKeys.CHILD
          || tag == StateKeys.WINDOW
          || tag == StateKeys.FURTHER) {
        tags.add(tag);
      }
    }
    return tags;
  }
}
