package io.tidegauge.processor.window;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A compacted changelog. */
final class Changelog {

  private final Map<ByteBuffer, byte[]> values = new LinkedHashMap<>();

  void put(byte[] key, byte @Nullable [] value) {
    values.remove(ByteBuffer.wrap(key));
    if (value != null) {
      values.put(ByteBuffer.wrap(key), value);
    }
  }

  List<Map.Entry<byte[], byte[]>> entries() {
    List<Map.Entry<byte[], byte[]>> entries = new ArrayList<>();
    values.forEach((key, value) -> entries.add(Map.entry(key.array(), value)));
    return entries;
  }

  /** Entries of series and windows. */
  List<Byte> seriesEntries() {
    List<Byte> tags = new ArrayList<>();
    for (ByteBuffer key : values.keySet()) {
      byte tag = key.get(0);
      if (tag == StateKeys.HEAD || tag == StateKeys.CHILD || tag == StateKeys.WINDOW) {
        tags.add(tag);
      }
    }
    return tags;
  }
}
